package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Small models that learn. */
class TrainingTest {
  private final Tensor corners = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);

  @Test
  void learnsExclusiveOr() {
    // GIVEN
    Seed.set(1);
    Tensor labels = Tensor.of(0, 1, 1, 0);
    Sequential model = new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
    SGD sgd = new SGD(model.parameters(), 0.1, 0.9);

    // WHEN
    for (int i = 0; i < 200; i++) {
      step(model, labels, Losses::crossEntropy, sgd);
    }

    // THEN
    assertThat(model.call(corners).argmax(1)).hasValues(0, 1, 1, 0);
    assertThat(Losses.crossEntropy(model.call(corners), labels).item()).isLessThan(0.05);
  }

  @Test
  void findsTheWeightsOfALinearFunction() {
    // GIVEN
    Seed.set(1);
    Tensor target = Tensor.of(new float[] {1, -2, 4, 1}, 4, 1); // 3·x₀ − 3·x₁ + 1
    Linear model = new Linear(2, 1);
    SGD sgd = new SGD(model.parameters(), 0.3, 0.5);

    // WHEN
    for (int i = 0; i < 300; i++) {
      step(model, target, Losses::mse, sgd);
    }

    // THEN
    assertThat(model.parameters().get("weight")).within(1e-4).hasValues(3, -3);
    assertThat(model.parameters().get("bias")).within(1e-4).hasValues(1);
  }

  private void step(Module model, Tensor target, LossFunction loss, SGD sgd) {
    try (MemoryScope ignored = MemoryScope.open()) {
      loss.loss(model.call(corners), target).backward();
    }
    sgd.step();
    sgd.zeroGrad();
  }
}
