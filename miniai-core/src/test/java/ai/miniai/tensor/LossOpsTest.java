package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.values;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts of losses in all memory orders. */
class LossOpsTest {
  @ParameterizedTest
  @EnumSource(MemoryOrder.class)
  void theGradientIsThatOfCentralDifferences(MemoryOrder order) {
    GradientCheck.check(
        order, in -> LossOps.pick(in.get(0), Tensor.of(2, 0, 1, 2)), values(0, 3, 4, 3));
  }

  @ParameterizedTest
  @EnumSource(MemoryOrder.class)
  void theGradientOfASumAtLabelsIsThatOfCentralDifferences(MemoryOrder order) {
    GradientCheck.check(
        order, in -> LossOps.sumAt(in.get(0), Tensor.of(2, 0, 1, 2), -0.5), values(0, 3, 4, 3));
  }

  @Test
  void broadcastingNeverEnlargesTheWhole() {
    assertThat(LossOps.broadcastsTo(new long[] {3}, 4, 3)).isTrue();
    assertThat(LossOps.broadcastsTo(new long[] {4, 1}, 4, 3)).isTrue();
    assertThat(LossOps.broadcastsTo(new long[] {}, 4, 3)).isTrue();
    assertThat(LossOps.broadcastsTo(new long[] {4, 3}, 3)).isFalse();
    assertThat(LossOps.broadcastsTo(new long[] {4, 3}, 1, 3)).isFalse();
    assertThat(LossOps.broadcastsTo(new long[] {2}, 3)).isFalse();
  }
}
