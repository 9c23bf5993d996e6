package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class LayerStatsTest {
  private final LayerStats stats = new LayerStats("0.1", Bins.DEFAULT);

  private static Tensor tensor(double... values) {
    return Tensor.of(values, values.length);
  }

  private static long[] counts(Distribution column) {
    return column.counts().toArray();
  }

  // ---------------------------------------------------------------- the numbers

  @Test
  void countsAndMeasuresAsCommonsMathAndANaiveHistogramDo() {
    // GIVEN values of which some lie beyond the histogram
    Random random = new Random(4);
    double[] values = random.doubles(20_000).map(x -> 12 * (2 * x - 1) * x).toArray();
    // WHEN
    stats.append(tensor(values));
    // THEN
    DescriptiveStatistics expected = new DescriptiveStatistics(values);
    long[] bins = new long[50];
    long beyond = 0;
    for (double value : values) {
      double size = Math.abs(value);
      if (size > 10) {
        beyond++;
      } else {
        bins[(int) Math.min(Math.floor(size / 10 * 50), 49)]++;
      }
    }
    Distribution column = stats.last();
    assertThat(column.mean()).isCloseTo(expected.getMean(), within(1e-12));
    assertThat(column.std()).isCloseTo(expected.getStandardDeviation(), within(1e-12));
    assertThat(counts(column)).isEqualTo(bins);
    assertThat(column.overflow()).isEqualTo(beyond).isPositive();
    assertThat(column.size()).isEqualTo(20_000);
  }

  @Test
  void countsEveryValueOnTheEdges() {
    // WHEN
    stats.append(
        tensor(
            0,
            -0.0,
            0.2,
            10,
            -10,
            10.1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY));
    // THEN
    Distribution column = stats.last();
    assertThat(column.counts().get(0)).as("zeros").isEqualTo(2);
    assertThat(column.counts().get(1)).as("the left edge of a bin").isEqualTo(1);
    assertThat(column.counts().get(49)).as("the right edge of the last bin").isEqualTo(2);
    assertThat(column.overflow()).isEqualTo(1);
    assertThat(column.nonFinite()).isEqualTo(3);
    assertThat(column.underflow()).isZero();
  }

  @Test
  void takesOtherBins() {
    // GIVEN
    LayerStats coarse = new LayerStats("a", new Bins(2, 1, 3));
    // WHEN
    coarse.append(tensor(0.5, 1, -1.5, 2, 3, 4));
    // THEN
    assertThat(counts(coarse.last())).containsExactly(2, 2);
    assertThat(coarse.last().underflow()).isEqualTo(1);
    assertThat(coarse.last().overflow()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- columns

  @Test
  void makesAColumnOfEachForwardPass() {
    // WHEN
    stats.append(tensor(1, 3));
    stats.append(tensor(5, 5));
    // THEN
    assertThat(stats.means()).containsExactly(2, 5);
    assertThat(stats.stds()).containsExactly(Math.sqrt(2), 0);
    assertThat(stats.size()).isEqualTo(2);
  }

  @Test
  void outlivesTheMemoryOfTheBatch() {
    // WHEN
    try (MemoryScope step = MemoryScope.open()) {
      stats.append(tensor(1, 2));
    }
    // THEN
    assertThat(stats.means()).containsExactly(1.5);
  }

  @Test
  void saysThatThereIsNoLastColumn() {
    assertThatThrownBy(stats::last)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing has been recorded of layer 0.1 yet");
  }

  // ---------------------------------------------------------------- pictures

  @Test
  void putsTheHistogramsSideBySide() {
    // GIVEN
    LayerStats two = new LayerStats("a", new Bins(2, 0, 2));
    two.append(tensor(0.5, 0.5, 1.5));
    two.append(tensor(1.5, 1.5, 1.5));
    // WHEN
    double[][] image = two.histogram(false);
    // THEN
    assertThat(image).isDeepEqualTo(new double[][] {{2, 0}, {1, 3}});
  }

  @Test
  void givesTheLogarithmOfOnePlusTheCounts() {
    // GIVEN
    LayerStats one = new LayerStats("a", new Bins(1, 0, 2));
    one.append(tensor(0.5, 0.5, 1.5));
    // WHEN, THEN
    assertThat(one.histogram(true)).isDeepEqualTo(new double[][] {{Math.log(4)}});
  }

  @Test
  void givesTheShareNearZeroInOneAndInTwoBins() {
    // GIVEN
    stats.append(tensor(0, 0.1, 0.3, 5));
    // WHEN, THEN
    assertThat(stats.nearZero(1)).containsExactly(0.5);
    assertThat(stats.nearZero(2)).containsExactly(0.75);
  }

  // ---------------------------------------------------------------- from elsewhere

  @Test
  void takesColumnsThatWereRecordedElsewhere() {
    // GIVEN
    stats.append(tensor(1, 2));
    // WHEN
    LayerStats copy = LayerStats.of("copy", Bins.DEFAULT, stats.columns());
    // THEN
    assertThat(copy.columns()).isEqualTo(stats.columns());
    assertThat(copy.name()).isEqualTo("copy");
  }

  @Test
  void refusesColumnsOfOtherBins() {
    // GIVEN
    Bins two = new Bins(2, 0, 1);
    // WHEN, THEN
    assertThatThrownBy(() -> LayerStats.of("a", two, List.of(Distribution.empty(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer a has a column of 3 counts, but ");
  }
}
