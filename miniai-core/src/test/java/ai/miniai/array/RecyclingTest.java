package ai.miniai.array;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Operation;
import ai.miniai.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.abstracts.Nd4jWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of gradients that have been used is used again in the same step. */
class RecyclingTest {
  private static final int LAYERS = 30;
  private static final long VALUES = 64 * 1024;

  @Test
  void theGradientsOfManyLayersTakeTheMemoryOfAFew() {
    assertThat(backwardBytes(x -> x.times(1.1).times(0.9))).isLessThan(6 * VALUES * Float.BYTES);
  }

  @Test
  void soDoThoseThatTwoBranchesShare() {
    assertThat(backwardBytes(x -> x.times(1.1).plus(x.times(0.9))))
        .isLessThan(12 * VALUES * Float.BYTES);
  }

  /** What the backward pass through many layers takes from the memory of the scope. */
  private static long backwardBytes(UnaryOperator<Tensor> layer) {
    Tensor leaf = Tensor.randn(64, 1024).requiresGrad(true);
    long bytes = 0;
    for (int step = 0; step < 2; step++) { // the first one only learns how much memory it takes
      try (MemoryScope scope = MemoryScope.open()) {
        Tensor x = leaf;
        for (int i = 0; i < LAYERS; i++) {
          x = layer.apply(x);
        }
        Tensor sum = x.sum();
        long before = used();
        sum.backward();
        bytes = used() - before;
      }
    }
    return bytes;
  }

  private static long used() {
    MemoryWorkspace workspace = Nd4j.getMemoryManager().getCurrentWorkspace();
    return ((Nd4jWorkspace) workspace).getPrimaryOffset();
  }

  @Test
  void gradientsAreAsWithoutAScope() {
    Seed.set(3);
    Tensor start = Tensor.randn(5, 7);
    double[] inside;
    try (MemoryScope scope = MemoryScope.open()) {
      inside = gradient(start);
    }

    assertThat(inside).containsExactly(gradient(start));
  }

  private static double[] gradient(Tensor start) {
    Tensor leaf = start.detach().requiresGrad(true);
    Tensor x = leaf;
    for (int i = 0; i < LAYERS; i++) {
      Tensor y = x.times(0.9).tanh();
      x = y.plus(x.relu()).minus(x.sigmoid().times(y)).reshape(7, 5).permute(1, 0);
    }
    x.square().sum().backward();
    return leaf.grad().toDoubles();
  }

  @Test
  void anOperationOfAUsersMayKeepTheGradientItGets() {
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor x = Tensor.randn(8, 8).requiresGrad(true);
      Keeping keeping = new Keeping();
      Tensor y = x.tanh().tanh();

      keeping.apply(y).times(3).relu().times(2).plus(1).sum().backward();

      Tensor kept = Tensor.wrap(keeping.kept);
      assertThat(kept.toDoubles()).containsOnly(0, 6);
    }
  }

  /** Keeps its gradient, and passes on another. */
  private static final class Keeping extends Operation {
    private INDArray kept = Nd4j.scalar(0f);

    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0].mul(1);
    }

    @Override
    protected void backward(INDArray gradient) {
      kept = gradient;
      giveAway(0, gradient.mul(1));
    }
  }

  @Test
  void theSeedOfABackwardPassIsLeftAlone() {
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor x = Tensor.randn(4).requiresGrad(true);
      Tensor seed = Tensor.ones(4).times(2);

      x.times(3).relu().tanh().backward(seed);
      Tensor other = Tensor.zeros(4).plus(7);

      assertThat(seed.toDoubles()).containsOnly(2);
      assertThat(other.toDoubles()).containsOnly(7);
    }
  }
}
