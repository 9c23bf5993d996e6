package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeOptimizerTest {
  @Test
  void averagedMomentumFollowsTheCoursesFormula() {
    Tensor weight = Tensor.scalar(1.0).requiresGrad(true);
    Optimizer optimizer =
        RecipeOptimizer.AVERAGED_MOMENTUM.factory.create(Map.of("w", weight), 1.5);

    weight.backward(Tensor.scalar(2.0));
    optimizer.step(); // a = 0.1 · 2 = 0.2
    optimizer.zeroGrad();
    weight.backward(Tensor.scalar(4.0));
    optimizer.step(); // a = 0.9 · 0.2 + 0.1 · 4 = 0.58

    assertThat(weight.item()).isEqualTo(1 - 1.5 * (0.2 + 0.58), withPrecision(1e-6));
  }
}
