package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** Checks the operands of attention, and makes a bias of the mask. */
final class Attending {
  private Attending() {}

  static Tensor attention(
      Tensor query,
      Tensor key,
      Tensor value,
      @Nullable Tensor mask,
      double dropout,
      boolean causal) {
    checkArgument(
        query.rank() == 4
            && key.rank() == 4
            && value.rank() == 4
            && isAlike(query, key, 0, 1, 3)
            && isAlike(key, value, 0, 1, 2),
        "attention wants a query [batch, heads, targets, width], a key [batch, heads, sources,"
            + " width] and a value [batch, heads, sources, value width], not %s, %s and %s",
        Shapes.lazily(() -> Shapes.text(query.shape())),
        Shapes.lazily(() -> Shapes.text(key.shape())),
        Shapes.lazily(() -> Shapes.text(value.shape())));
    checkArgument(
        dropout >= 0 && dropout < 1,
        "the probability of dropping must lie in [0, 1), not %s",
        dropout);
    ScaledDotProductAttentionOp op = new ScaledDotProductAttentionOp(dropout, causal);
    return mask == null
        ? Promotion.floating(op, query, key, value)
        : Promotion.floating(op, query, key, value, bias(mask, query, key));
  }

  private static boolean isAlike(Tensor a, Tensor b, int... dims) {
    for (int dim : dims) {
      if (a.size(dim) != b.size(dim)) {
        return false;
      }
    }
    return true;
  }

  /** What is added to the scores: [batch or 1, heads or 1, targets or 1, sources]. */
  private static Tensor bias(Tensor mask, Tensor query, Tensor key) {
    long[] scores = {query.size(0), query.size(1), query.size(2), key.size(2)};
    checkArgument(
        (mask.dataType() == DataType.BOOL || mask.dataType().isFPType())
            && mask.rank() <= 4
            && stretches(mask, scores),
        "attention with scores [batch, heads, targets, sources] of shape %s wants a mask that"
            + " broadcasts to it, of type BOOL (true: takes part) or floating point (added), not %s",
        Shapes.text(scores),
        Shapes.lazily(() -> Shapes.text(mask.dataType(), mask.shape())));
    Tensor padded = mask.reshape(Shapes.padded(mask.shape(), 4));
    DataType type = query.dataType();
    Tensor bias =
        mask.dataType() == DataType.BOOL
            ? Tensor.zeros(padded.shape())
                .to(type)
                .maskedFill(padded.logicalNot(), Double.NEGATIVE_INFINITY)
            : padded.to(type);
    return bias.size(3) == scores[3] ? bias : bias.plus(Tensor.zeros(scores[3]).to(type));
  }

  private static boolean stretches(Tensor mask, long... scores) {
    for (int i = 1; i <= mask.rank(); i++) {
      long size = mask.size(-i);
      if (size != 1 && size != scores[4 - i]) {
        return false;
      }
    }
    return true;
  }
}
