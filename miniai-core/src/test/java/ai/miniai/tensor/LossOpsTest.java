package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.positive;
import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of losses in all memory orders. */
class LossOpsTest {
  @ParameterizedTest
  @EnumSource(MemoryOrder.class)
  void theGradientIsThatOfCentralDifferences(MemoryOrder order) {
    GradientCheck.check(
        order,
        in -> LossOps.binaryCrossEntropy(in.get(0), in.get(1)),
        positive(0.1, 0.9, 2, 3, 2, 4),
        positive(0.2, 0.8, 2, 3, 2, 4));
    GradientCheck.check(order, in -> LossOps.logSigmoid(in.get(0)), values(0, 3, 2, 3, 2, 4));
    GradientCheck.check(
        order, in -> LossOps.pick(in.get(0), Tensor.of(2, 0, 1, 2)), values(0, 3, 4, 3));
  }

  @ParameterizedTest
  @EnumSource(MemoryOrder.class)
  void operandsMayLieInDifferentOrders(MemoryOrder order) {
    // GIVEN
    Tensor p = Tensor.wrap(positive(0.1, 0.9, 2, 3, 2, 4));
    Tensor y = Tensor.wrap(positive(0.2, 0.8, 2, 3, 2, 4));
    // WHEN
    Tensor mixed = LossOps.binaryCrossEntropy(p, Tensor.wrap(order.lay(y.array())));
    // THEN
    assertThat(mixed).within(1e-15).isCloseTo(LossOps.binaryCrossEntropy(p, y));
  }

  @Test
  void theLogarithmOfTheSigmoidIsExactFarFrom0() {
    // GIVEN
    double inf = Double.POSITIVE_INFINITY;
    Tensor x = Tensor.of(new double[] {-inf, -1e4, 30, 1e4, inf, Double.NaN}, 6);
    // WHEN, THEN
    assertThat(LossOps.logSigmoid(x))
        .within(1e-15)
        .hasValues(-inf, -1e4, -9.3576229688e-14, 0, 0, Double.NaN);
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
