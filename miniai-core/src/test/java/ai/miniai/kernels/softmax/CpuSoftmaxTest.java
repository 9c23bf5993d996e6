package ai.miniai.kernels.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax of float32 values against the portable kernels in float64. */
class CpuSoftmaxTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** One value, one row, rows longer than a block, and each of several dimensions. */
  @ParameterizedTest
  @CsvSource({"1,1,1,0", "1,1,7,2", "3,2,5000,2", "6,5,40,0", "6,5,40,1", "6,5,40,2", "300,7,9,1"})
  void isTheSameAlongAnyDimension(int a, int b, int c, int dim) {
    INDArray x = values(20, a, b, c);
    INDArray gradient = values(1, a, b, c);
    for (boolean permuted : new boolean[] {false, true}) {
      INDArray in =
          permuted
              ? x.castTo(DataType.FLOAT).permute(2, 0, 1).dup('c').permute(1, 2, 0)
              : x.castTo(DataType.FLOAT);
      INDArray g = gradient.castTo(DataType.FLOAT);
      CpuSoftmax cpu = new CpuSoftmax(dim);

      INDArray y = PortableSoftmax.softmax(x, dim);
      agree(cpu.softmax(in), y);
      agree(
          cpu.softmaxBackward(cpu.softmax(in), g),
          PortableSoftmax.softmaxBackward(y, gradient, dim));
      INDArray log = PortableSoftmax.logSoftmax(x, dim);
      agree(cpu.logSoftmax(in), log);
      agree(
          cpu.logSoftmaxBackward(cpu.logSoftmax(in), g),
          PortableSoftmax.logSoftmaxBackward(log, gradient, dim));
    }
  }

  @Test
  void maskedValuesHaveTheProbabilityZero() {
    INDArray x = Nd4j.createFromArray(new float[][] {{0, -INFINITY, 0, -1e30f}});
    assertThat(new CpuSoftmax(1).softmax(x).toFloatVector()).containsExactly(0.5f, 0, 0.5f, 0);
    assertThat(new CpuSoftmax(1).logSoftmax(x).getFloat(0, 1)).isEqualTo(-INFINITY);
  }

  @Test
  void hugeValuesDoNotOverflow() {
    INDArray x = Nd4j.createFromArray(new float[][] {{3e38f, -3e38f}, {1e4f, 1e4f}});
    assertThat(new CpuSoftmax(1).softmax(x).ravel().toFloatVector())
        .containsExactly(1, 0, 0.5f, 0.5f);
  }

  @Test
  void nanAndInfinityStayInTheirRows() {
    INDArray x = Nd4j.createFromArray(new float[][] {{0, Float.NaN}, {0, 0}, {INFINITY, 0}});
    assertThat(new CpuSoftmax(1).softmax(x).ravel().toFloatVector())
        .containsExactly(Float.NaN, Float.NaN, 0.5f, 0.5f, Float.NaN, Float.NaN);
  }

  private static INDArray values(double scale, int... shape) {
    Random random = new Random(1);
    INDArray x = Nd4j.create(DataType.DOUBLE, Arrays.stream(shape).asLongStream().toArray());
    for (long i = 0; i < x.length(); i++) {
      x.putScalar(i, (float) (random.nextGaussian() * scale));
    }
    return x;
  }

  private static void agree(INDArray actual, INDArray expected) {
    double[] values = actual.castTo(DataType.DOUBLE).dup('c').ravel().toDoubleVector();
    double[] exact = expected.dup('c').ravel().toDoubleVector();
    for (int i = 0; i < exact.length; i++) {
      assertThat(values[i]).isCloseTo(exact[i], within(1e-6 + 1e-6 * Math.abs(exact[i])));
    }
  }
}
