package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.PortableKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Histograms over octaves, in both forms. */
class OctavesTest {
  private static final Bins BINS = Bins.octaves(-3, 2);

  private static double[] distribution(INDArray x, Bins bins, boolean portable) {
    Kernels kernels = portable ? new PortableKernels() : new CpuKernels();
    return kernels.distribution(x, bins).toDoubleVector();
  }

  /** Counted one after the other, with comparisons in float64. */
  private static double[] expectedCounts(double[] values, Bins bins) {
    double[] counts = new double[4 + bins.count()];
    for (double value : values) {
      double size = Math.abs(value);
      counts[3] += size == 0 ? 1 : 0;
      if (!Double.isFinite(value)) {
        counts[0]++;
      } else if (size < bins.min()) {
        counts[1]++;
      } else if (size >= bins.max()) {
        counts[2]++;
      } else {
        int bin = 0;
        while (size >= bins.edge(bin + 1)) {
          bin++;
        }
        counts[4 + bin]++;
      }
    }
    return counts;
  }

  private static void assertCounts(INDArray x, Bins bins) {
    double[] expected = expectedCounts(x.castTo(DataType.DOUBLE).toDoubleVector(), bins);
    for (boolean portable : new boolean[] {false, true}) {
      double[] d = distribution(x, bins, portable);
      assertThat(Arrays.copyOfRange(d, 2, d.length)).containsExactly(expected);
    }
  }

  @Property(tries = 200)
  void bothFormsCountAnyFloats(@ForAll @Size(min = 1, max = 50) float[] values) {
    assertCounts(Nd4j.createFromArray(values), Bins.OCTAVES);
  }

  @Property(tries = 100)
  void bothFormsCountAnyDoubles(@ForAll @Size(min = 1, max = 50) double[] values) {
    assertCounts(Nd4j.createFromArray(values), Bins.OCTAVES);
  }

  @Test
  void aBinHoldsItsLeftEdge() {
    float[] around =
        new float[] {
          0, -0f, 0.124999f, 0.125f, -0.25f, Math.nextDown(0.5f), 0.5f, 3.99f, 4, -1e30f
        };
    assertCounts(Nd4j.createFromArray(around), BINS);
    assertCounts(Nd4j.createFromArray(Float.NaN, 1f, Float.NEGATIVE_INFINITY), BINS);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 1e-6", "FLOAT, 1e-19", "DOUBLE, 1e-6", "FLOAT, 1e19"})
  void largeArraysHaveMomentsAndCounts(DataType type, double scale) {
    // GIVEN numbers over many octaves, every third of them zero
    Random random = new Random(3);
    double[] values = new double[100_003];
    Arrays.setAll(
        values, i -> i % 3 == 0 ? 0 : scale * random.nextGaussian() * random.nextDouble());
    INDArray x = Nd4j.createFromArray(values).castTo(type);
    // WHEN
    double[] d = distribution(x, Bins.OCTAVES, false);
    // THEN
    double[] exact = x.castTo(DataType.DOUBLE).toDoubleVector();
    double std = new StandardDeviation().evaluate(exact);
    assertThat(d[0]).isCloseTo(DoubleStream.of(exact).average().orElseThrow(), within(1e-7 * std));
    assertThat(d[1]).isCloseTo(std, within(3e-7 * std));
    assertCounts(x, Bins.OCTAVES);
  }

  @Test
  void largeArraysOfOddValuesAreCounted() {
    float[] values = new float[100_003];
    assertCounts(Nd4j.createFromArray(values), Bins.OCTAVES);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7;
    }
    values[50_001] = Float.NaN;
    values[99_999] = Float.NEGATIVE_INFINITY;
    assertCounts(Nd4j.createFromArray(values), Bins.OCTAVES);
    assertCounts(Nd4j.createFromArray(values), Bins.octaves(-126, 127));
  }

  @Test
  void octavesAreBetweenPowersOfTwo() {
    assertThat(BINS).isEqualTo(new Bins(5, 0.125, 4, Bins.Scale.OCTAVES));
    assertThat(DoubleStream.of(BINS.edge(0), BINS.edge(1), BINS.edge(5)).toArray())
        .containsExactly(0.125, 0.25, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bins(5, 0.1, 3.2, Bins.Scale.OCTAVES))
        .withMessage(
            "octaves go from 2^a to 2^(a + count) with a >= -126, not from 0.1 to 3.2 in 5 bins");
  }
}
