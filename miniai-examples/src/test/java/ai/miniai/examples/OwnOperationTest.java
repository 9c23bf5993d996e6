package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OwnOperationTest {
  private static final double H = 1e-5;

  @Test
  void theGradientIsThatOfDifferences() {
    double[] values = {-1000, -2, -0.1, 0, 0.3, 5};
    Tensor x = Tensor.of(values, 2, 3).requiresGrad(true);

    OwnOperation.logCosh(x).sum().backward();

    for (int i = 0; i < values.length; i++) {
      double above = OwnOperation.logCosh(Tensor.of(new double[] {values[i] + H})).item();
      double below = OwnOperation.logCosh(Tensor.of(new double[] {values[i] - H})).item();
      assertThat(x.grad().toDoubles()[i]).isCloseTo((above - below) / (2 * H), within(1e-6));
    }
  }

  @Test
  void itIsTheLogarithmOfCosh() {
    assertThat(OwnOperation.logCosh(Tensor.of(new double[] {1.5})).item())
        .isCloseTo(Math.log(Math.cosh(1.5)), within(1e-12));
  }

  @Test
  void aPointFarOffHardlyMovesTheLine() {
    assertThat(OwnOperation.slope(Tensor::square)).isGreaterThan(3);
    assertThat(OwnOperation.slope(OwnOperation::logCosh)).isBetween(0.95, 1.5);
  }
}
