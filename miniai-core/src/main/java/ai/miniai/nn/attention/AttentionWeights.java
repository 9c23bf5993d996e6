package ai.miniai.nn.attention;

import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** The weights of attention, where they are wanted themselves. */
final class AttentionWeights {
  private AttentionWeights() {}

  /**
   * The weights [batch, heads, targets, sources] in {@link Tensor#scaledDotProductAttention(Tensor,
   * Tensor, Tensor, double, boolean)}, before dropout.
   */
  static Tensor of(Tensor query, Tensor key, @Nullable Tensor mask, boolean causal) {
    Tensor scores =
        query.times(1 / Math.sqrt((double) query.size(3))).matmul(key.transpose(-2, -1));
    Tensor masked = mask == null ? scores : masked(scores, mask);
    return (causal ? ignoring(masked, future(masked)) : masked).softmax(-1);
  }

  private static Tensor masked(Tensor scores, Tensor mask) {
    return mask.dataType() == DataType.BOOL
        ? ignoring(scores, mask.logicalNot())
        : scores.plus(mask.to(scores.dataType()));
  }

  private static Tensor ignoring(Tensor scores, Tensor ignored) {
    return scores.maskedFill(ignored, Double.NEGATIVE_INFINITY);
  }

  /** True where the source comes after the target: [targets, sources]. */
  private static Tensor future(Tensor scores) {
    return Tensor.ones(scores.size(2), scores.size(3)).triu(1).gt(0);
  }
}
