package ai.miniai.viz;

import static ai.miniai.viz.Recordings.absent;
import static ai.miniai.viz.Recordings.counts;
import static ai.miniai.viz.Recordings.notFinite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.Recording.Column;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
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
    assertThat(map.image().getRGB(0, 2)).isEqualTo(0xff000000 | ColorMap.VIRIDIS.rgb(0.5));
  }

  @Test
  void averagesBatchesThatShareAPixel() {
    List<Distribution> many = Collections.nCopies(100_000, counts(100, 0, 0, 0));
    HeatMap map = map(many, 500);
    assertThat(map.image().getWidth()).isEqualTo(500);
    assertThat(map.peak()).isCloseTo(100, within(1e-9));
  }

  @Test
  void givesColumnsOfSeveralBatchesTheirWidthAndTheColourOfOne() {
    // GIVEN three batches in one column, of 100 values each, and a batch like them
    Timeline time = TimelineTest.time(4, new Column(0, 0, true, 3), new Column(0, 3, true, 1));
    List<Distribution> columns = List.of(counts(0, 300, 0, 0), counts(0, 100, 0, 0));
    // WHEN
    HeatMap even = HeatMap.of(columns, new Raster(time, 8), shown(columns));
    HeatMap apart =
        HeatMap.of(List.of(columns.get(0), absent()), new Raster(time, 8), shown(columns));
    // THEN
    assertThat(even.peak()).isEqualTo(100);
    assertThat(even.image().getRGB(0, 2)).isEqualTo(even.image().getRGB(7, 2)).isEqualTo(YELLOW);
    assertThat(apart.image().getRGB(5, 2)).isEqualTo(YELLOW);
    assertThat(apart.image().getRGB(6, 2)).isEqualTo(Palette.BLANK.getRGB());
  }

  @Test
  void isGreyWhereTheLayerDidNotRun() {
    HeatMap map = map(List.of(counts(1, 0, 0, 0), absent()), 10);
    assertThat(map.image().getRGB(1, 0)).isEqualTo(Palette.BLANK.getRGB());
  }

  @Test
  void isMagentaWhereNoValueIsFinite() {
    HeatMap map = map(List.of(counts(1, 0, 0, 0), notFinite()), 10);
    assertThat(map.image().getRGB(1, 0)).isEqualTo(Palette.NOT_FINITE.getRGB());
  }

  @Test
  void isDarkWhereAllBinsAreEmpty() {
    HeatMap map = map(List.of(overflowing()), 10);
    assertThat(map.image().getRGB(0, 3)).isEqualTo(DARK);
    assertThat(map.peak()).isEqualTo(1);
  }

  @Test
  void drawsOneLargeValueOfManyBatchesAtTheUpperEdge() {
    // GIVEN 6,000 batches, one of which has a value past the range
    List<Distribution> columns = new ArrayList<>(Collections.nCopies(6000, counts(100, 0, 0, 0)));
    columns.set(3000, new Distribution(101, 0, 1, 0, 0, 1, columns.get(0).counts()));
    // WHEN
    BufferedImage above = map(columns, 500).above();
    // THEN
    assertThat(above.getRGB(250, 0)).isNotEqualTo(DARK);
    assertThat(above.getRGB(249, 0)).isEqualTo(DARK);
    assertThat(shown(columns).above()).isTrue();
  }

  @Test
  void drawsNanAtTheUpperEdgeIfOtherValuesAreFinite() {
    Distribution some = new Distribution(101, 0, 1, 1, 0, 0, counts(100, 0, 0, 0).counts());
    HeatMap map = map(List.of(counts(1, 0, 0, 0), some), 10);
    assertThat(map.above().getRGB(1, 0)).isEqualTo(Palette.NOT_FINITE.getRGB());
    assertThat(map.above().getRGB(0, 0)).isEqualTo(DARK);
  }

  @Test
  void tellsExactZerosFromSmallValues() {
    // GIVEN 100 values in the lowest bin, of which 90 are zeros
    Distribution column = new Distribution(100, 0, 1, 0, 0, 0, counts(100, 0, 0, 0).counts(), 90);
    // WHEN
    HeatMap map = map(List.of(column), 10);
    // THEN
    assertThat(map.peak()).isEqualTo(90);
    assertThat(map.below().getRGB(0, 0)).isEqualTo(YELLOW);
    assertThat(map.image().getRGB(0, 3))
        .isEqualTo(0xff000000 | ColorMap.VIRIDIS.rgb(HeatMap.shade(10, 90)));
  }

  private static HeatMap map(List<Distribution> columns, int width) {
    return HeatMap.of(columns, Raster.of(Timeline.counted(columns.size()), width), shown(columns));
  }

  private static Shown shown(List<Distribution> columns) {
    return Shown.of(Recordings.BINS, columns, HistogramRange.SHARED);
  }

  private static Distribution overflowing() {
    return new Distribution(5, 99, 1, 0, 0, 5, counts(0, 0, 0, 0).counts());
  }
}
