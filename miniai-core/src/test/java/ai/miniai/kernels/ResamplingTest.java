package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both ways to resample, and their way back, beside a product with the matrix of weights. */
class ResamplingTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 2",
    "1, 1, 1, 1",
    "3, 5, 1, 2",
    "5000, 7, 1, 3",
    "2, 7, 4, 4",
    "900, 28, 28, 2",
    "2, 40, 3000, 2",
    "1, 2000, 1, 2",
    "2, 1500, 30, 2",
    "1, 3, 70000, 2"
  })
  void interpolatesLinearly(long outer, long length, long inner, int scale) {
    Resampling linear = Resampling.linear(length, scale);
    assertThat(linear.places()).isEqualTo(length * scale);
    check(linear, outer, inner);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "3, 5, 1, 2", "5000, 7, 1, 3", "2, 5, 4, 7", "900, 28, 28, 4"})
  void takesMeans(long outer, long length, long inner, int parts) {
    check(Resampling.means(length, parts), outer, inner);
  }

  private static void check(Resampling resampling, long outer, long inner) {
    same(resampling, outer, inner);
    same(resampling.transposed(), outer, inner);
    double[][] back = resampling.transposed().transposed().matrix();
    assertThat(back).isDeepEqualTo(resampling.matrix());
  }

  private static void same(Resampling resampling, long outer, long inner) {
    INDArray x = Nd4j.rand(DataType.FLOAT, outer, resampling.length(), inner).subi(0.5);
    double[] expected = PortableResampling.oneByOne(x, resampling).data().asDouble();
    INDArray fast = CpuResampling.resample(x, resampling);
    INDArray portable = new PortableKernels().resample(x, resampling);
    assertThat(fast.shape()).containsExactly(outer, resampling.places(), inner);
    assertThat(portable.shape()).containsExactly(outer, resampling.places(), inner);
    assertThat(farthest(fast.data().asDouble(), expected)).isCloseTo(0, within(1e-6));
    assertThat(farthest(portable.data().asDouble(), expected)).isCloseTo(0, within(1e-6));
    // NaN and infinities reach only what reads them
    x.putScalar(0, Float.NaN);
    x.putScalar(x.length() - 1, Float.NEGATIVE_INFINITY);
    double[] special = PortableResampling.oneByOne(x, resampling).data().asDouble();
    double[] actual = CpuResampling.resample(x, resampling).data().asDouble();
    assertThat(Arrays.stream(actual).filter(v -> !Double.isFinite(v)).toArray())
        .isEqualTo(Arrays.stream(special).filter(v -> !Double.isFinite(v)).toArray());
  }

  private static double farthest(double[] x, double[] y) {
    double farthest = 0;
    for (int i = 0; i < y.length; i++) {
      farthest = Math.max(farthest, Math.abs(x[i] - y[i]));
    }
    return farthest;
  }
}
