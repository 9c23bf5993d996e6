package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.recording.Recording.Column;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RasterTest {
  @Property
  void keepsTheMean(
      @ForAll @Size(min = 1, max = 300) List<@DoubleRange(min = 0, max = 1e6) Double> counts,
      @ForAll @IntRange(min = 1, max = 300) int width) {
    double[] values = Doubles.toArray(counts);
    double[] means = new Raster(Timeline.counted(values.length), width).means(values);
    assertThat(means).hasSize(width);
    assertThat(mean(means)).isCloseTo(mean(values), within(1e-6 + 1e-9 * mean(values)));
  }

  @Property
  void losesNoExtreme(
      @ForAll @Size(min = 1, max = 300) List<@DoubleRange(min = 0, max = 1e6) Double> counts,
      @ForAll @IntRange(min = 1, max = 300) int width) {
    double[] values = Doubles.toArray(counts);
    Raster raster = new Raster(Timeline.counted(values.length), width);
    assertThat(Doubles.max(raster.choices(Math::max, values))).isEqualTo(Doubles.max(values));
    assertThat(Doubles.min(raster.choices(Math::min, values))).isEqualTo(Doubles.min(values));
  }

  @Test
  void hasAColumnOfPixelsForEachColumnIfThereIsRoom() {
    assertThat(Raster.of(Timeline.counted(3), 500).width()).isEqualTo(3);
    assertThat(Raster.of(Timeline.counted(501), 500).width()).isEqualTo(500);
  }

  @Test
  void sharesAValueBetweenTheColumnsItLiesIn() {
    Raster raster = new Raster(Timeline.counted(3), 2);
    assertThat(raster.means(0, 6, 3)).containsExactly(new double[] {2, 4}, within(1e-9));
    assertThat(raster.choices(Math::max, 0, 6, 3)).containsExactly(6, 6);
  }

  @Test
  void skipsNan() {
    Raster raster = new Raster(Timeline.counted(4), 2);
    double[] values = {Double.NaN, 4, Double.NaN, Double.NaN};
    assertThat(raster.means(values)).containsExactly(4, Double.NaN);
    assertThat(raster.choices(Math::max, values)).containsExactly(4, Double.NaN);
  }

  @Test
  void isEmptyWhereNothingWasRecordedAndHasNoRoomForValidation() {
    // GIVEN batches 0, 1, 6 and 7 of 8, and validation after them
    Timeline time =
        TimelineTest.time(
            8,
            new Column(0, 0, true),
            new Column(0, 1, true),
            new Column(0, 6, true),
            new Column(0, 7, true),
            new Column(0, 0, false));
    double[] values = {1, 2, 3, 4, 99};
    assertThat(new Raster(time, 4).means(values)).containsExactly(1.5, Double.NaN, Double.NaN, 3.5);
    assertThat(Raster.of(time, 16).width()).isEqualTo(16);
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
