package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.miniai.kernels.KernelChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class RmsNormKernelsTest {
  private static final double EPS = 1e-3;

  @AfterEach
  void useTheUsualKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  /** x / √(x² + eps) hardly depends on x: its gradient is a difference of nearly equal numbers. */
  @ParameterizedTest
  @EnumSource
  void theGradientOfSingleValuesKeepsItsDigits(KernelSet kernels) {
    kernels.use();
    double[] values = {2, -0.5, 0.25, 30};
    Tensor x = Tensor.of(values, 4, 1).to(DataType.FLOAT).requiresGrad(true);

    x.rmsNorm(new long[] {1}, Tensor.of(new float[] {1.5f}, 1), EPS).sum().backward();

    double[] gradient = x.grad().toDoubles();
    for (int i = 0; i < values.length; i++) {
      double expected = 1.5 * EPS / Math.pow(values[i] * values[i] + EPS, 1.5);
      assertThat(gradient[i]).isCloseTo(expected, withinPercentage(0.001));
    }
  }
}
