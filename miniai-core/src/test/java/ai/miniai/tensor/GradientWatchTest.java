package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A leaf is told when its gradient is complete, and no earlier. */
class GradientWatchTest {
  private final Tensor a = leaf(2);
  private final Tensor b = leaf(3);
  private final Tensor c = leaf(5);

  private static Tensor leaf(float value) {
    return Tensor.of(new float[] {value}, 1).requiresGrad(true);
  }

  private static double gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).item();
  }

  /** The leaves in the order in which they were told, each with its gradient then. */
  private List<String> watch(Tensor loss) {
    List<String> told = new ArrayList<>();
    try (GradientWatch watch =
        GradientWatch.begin(leaf -> told.add((int) leaf.item() + ":" + (int) gradient(leaf)))) {
      loss.backward();
    }
    return told;
  }

  @Test
  void leavesAreToldInReverseOrderWhileOthersHaveNoGradient() {
    List<Boolean> early = new ArrayList<>();
    Tensor loss = a.times(b).times(c);
    try (GradientWatch watch =
        GradientWatch.begin(
            leaf -> {
              if (leaf.equals(c)) {
                early.add(a.grad() == null && b.grad() == null);
              }
            })) {
      loss.backward();
    }
    assertThat(early).containsExactly(true);
  }

  @Test
  void oneThatIsUsedOftenIsToldOnceWithItsWholeGradient() {
    // d(a b c a + a a)/da = 2 a b c + 2 a
    assertThat(watch(a.times(b).times(c).times(a).plus(a.times(a))))
        .containsExactly("5:12", "2:64", "3:20");
  }

  @Test
  void frozenOnesAreNotTold() {
    b.requiresGrad(false);
    assertThat(watch(a.times(b).times(c))).containsExactly("5:6", "2:15");
  }

  @Test
  void oneThatCheckpointedBlocksShareIsToldOnce() {
    Tensor once = Autograd.checkpoint(in -> in.get(0).times(b), List.of(b), a);
    Tensor twice = Autograd.checkpoint(in -> in.get(0).times(b), List.of(b), once);
    assertThat(watch(twice)).containsExactly("2:9", "3:12");
  }

  @Test
  void aPassThatFailedIsForgotten() {
    Tensor failing = new Failing().apply(a.times(b)).times(c);
    assertThatThrownBy(() -> watch(failing)).hasMessageContaining("no paper");
    a.zeroGrad();
    b.zeroGrad();
    assertThat(watch(a.times(b))).containsExactlyInAnyOrder("2:3", "3:2");
  }

  private static final class Failing extends Operation {
    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0].dup();
    }

    @Override
    protected void backward(INDArray gradient) {
      throw new IllegalStateException("no paper");
    }
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    List<Tensor> told = new ArrayList<>();
    GradientWatch.begin(told::add).close();
    a.times(b).backward();
    assertThat(told).isEmpty();
  }

  @Test
  void aThreadHasOneWatch() {
    try (GradientWatch watch = GradientWatch.begin(leaf -> {})) {
      assertThatThrownBy(() -> GradientWatch.begin(leaf -> {}))
          .hasMessageContaining("watched already");
    }
  }
}
