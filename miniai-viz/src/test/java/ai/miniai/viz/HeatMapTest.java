package ai.miniai.viz;

import static ai.miniai.viz.Recordings.absent;
import static ai.miniai.viz.Recordings.counts;
import static ai.miniai.viz.Recordings.notFinite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.Distribution;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final int DARK = 0xff440154;
  private static final int YELLOW = 0xfffde725;

  @Test
  void hasTheLowestBinAtTheBottom() {
    HeatMap map = map(List.of(counts(100, 0, 0, 0)), 10);
    assertThat(map.image().getRGB(0, 3)).isEqualTo(YELLOW);
    assertThat(map.image().getRGB(0, 0)).isEqualTo(DARK);
  }

  @Test
  void hasTheFirstBatchAtTheLeft() {
    HeatMap map = map(List.of(counts(100, 0, 0, 0), counts(0, 0, 0, 0)), 10);
    assertThat(map.image().getRGB(0, 3)).isEqualTo(YELLOW);
    assertThat(map.image().getWidth()).isEqualTo(2);
  }

  @Test
  void coloursByTheLogarithm() {
    HeatMap map = map(List.of(counts(99, 9, 0, 0)), 10);
    assertThat(map.peak()).isEqualTo(99);
    assertThat(map.image().getRGB(0, 2)).isEqualTo(0xff000000 | Viridis.rgb(0.5));
  }

  @Test
  void averagesBatchesThatShareAPixel() {
    List<Distribution> many = Collections.nCopies(100_000, counts(100, 0, 0, 0));
    HeatMap map = map(many, 500);
    assertThat(map.image().getWidth()).isEqualTo(500);
    assertThat(map.peak()).isEqualTo(100);
  }

  @Test
  void givesColumnsOfSeveralBatchesTheirWidthAndTheColourOfOne() {
    // GIVEN three batches in one column, of 100 values each, and a batch like them
    Timeline time = new Timeline(ImmutableIntArray.of(3, 1), ImmutableIntArray.of(3, 1));
    List<Distribution> columns = List.of(counts(0, 300, 0, 0), counts(0, 100, 0, 0));
    // WHEN
    HeatMap even = HeatMap.of(columns, time, 1, 1, 8);
    HeatMap apart = HeatMap.of(List.of(columns.get(0), absent()), time, 1, 1, 8);
    // THEN
    assertThat(even.peak()).isEqualTo(100);
    assertThat(even.image().getRGB(0, 0)).isEqualTo(even.image().getRGB(7, 0)).isEqualTo(YELLOW);
    assertThat(apart.image().getRGB(5, 0)).isEqualTo(YELLOW);
    assertThat(apart.image().getRGB(6, 0)).isEqualTo(Palette.BLANK.getRGB());
  }

  @Test
  void isGreyWhereTheLayerDidNotRun() {
    HeatMap map = map(List.of(counts(1, 0, 0, 0), absent()), 10);
    assertThat(map.image().getRGB(1, 0)).isEqualTo(Palette.BLANK.getRGB());
  }

  @Test
  void isRedWhereNoValueIsFinite() {
    HeatMap map = map(List.of(counts(1, 0, 0, 0), notFinite()), 10);
    assertThat(map.image().getRGB(1, 0)).isEqualTo(Palette.NOT_FINITE.getRGB());
  }

  @Test
  void isDarkWhereAllBinsAreEmpty() {
    HeatMap map = map(List.of(overflowing()), 10);
    assertThat(map.image().getRGB(0, 3)).isEqualTo(DARK);
    assertThat(map.peak()).isEqualTo(1);
  }

  private static HeatMap map(List<Distribution> columns, int width) {
    return HeatMap.of(columns, Timeline.of(columns.size()), 0, 4, width);
  }

  private static Distribution overflowing() {
    return new Distribution(5, 99, 1, 0, 0, 5, counts(0, 0, 0, 0).counts());
  }
}
