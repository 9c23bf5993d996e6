package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultOptimizerTest {
  private static final double LR = 0.1;

  /** The weight that starts at 1, after steps with these gradients. */
  private static double after(FaultOptimizer settings, double... gradients) {
    Tensor weight = Tensor.of(new double[] {1}).requiresGrad(true);
    Optimizer optimizer = settings.create(Map.of("w", weight), settings.lr());
    for (double gradient : gradients) {
      weight.backward(Tensor.of(new double[] {gradient}));
      optimizer.step();
      optimizer.zeroGrad();
    }
    return weight.item();
  }

  private static FaultOptimizer sgd(double momentum, boolean nesterov) {
    return new FaultOptimizer(FaultOptimizer.Name.SGD, LR, momentum, nesterov, null, null, null);
  }

  /** Keras: v = m · v − lr · g; w = w + v, or with Nesterov w + m · v − lr · g. */
  @Test
  void sgdMovesAsInKeras() {
    double v1 = -LR * 2;
    double v2 = 0.9 * v1 - LR * 3;

    assertThat(after(sgd(0, false), 2, 3)).isCloseTo(1 - LR * 5, within(1e-12));
    assertThat(after(sgd(0, true), 2, 3)).isCloseTo(1 - LR * 5, within(1e-12));
    assertThat(after(sgd(0.9, false), 2, 3)).isCloseTo(1 + v1 + v2, within(1e-12));
    assertThat(after(sgd(0.9, true), 2, 3))
        .isCloseTo(1 + (0.9 * v1 - LR * 2) + (0.9 * v2 - LR * 3), within(1e-12));
  }

  @Test
  void rmspropHasKerasDefaults() {
    double v1 = 0.1 * 4;
    double v2 = 0.9 * v1 + 0.1 * 9;

    assertThat(
            after(
                new FaultOptimizer(FaultOptimizer.Name.RMSPROP, LR, 0, false, null, null, null),
                2,
                3))
        .isCloseTo(
            1 - LR * 2 / (Math.sqrt(v1) + 1e-7) - LR * 3 / (Math.sqrt(v2) + 1e-7), within(1e-12));
  }

  @Test
  void rmspropTakesItsSettings() {
    assertThat(
            after(
                new FaultOptimizer(FaultOptimizer.Name.RMSPROP, LR, 0, false, 0.75, 0.5, null), 2))
        .isCloseTo(1 - LR * 2 / (1 + 0.5), within(1e-12));
  }

  @Test
  void theFirstStepOfAdamIsTheRate() {
    assertThat(
            after(
                new FaultOptimizer(FaultOptimizer.Name.ADAM, LR, 0, false, null, null, null), 1e-5))
        .isCloseTo(1 - LR * 1e-5 / (1e-5 + 1e-7), within(1e-12));
  }
}
