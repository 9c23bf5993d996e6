package ai.miniai.nn.attention;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** The masks that {@link MultiheadAttention} is called with, for scores of one shape. */
final class AttentionMask {
  private final long[] scores;
  private @Nullable Tensor ignored;
  private @Nullable Tensor added;

  private AttentionMask(long... scores) {
    this.scores = scores;
  }

  /**
   * All masks as one, for {@link Tensor#scaledDotProductAttention(Tensor, Tensor, Tensor, double,
   * boolean)}; null if there are none.
   */
  static @Nullable Tensor of(List<Tensor> masks, Tensor query, Tensor key, long heads) {
    AttentionMask all = new AttentionMask(query.size(0), heads, query.size(1), key.size(1));
    long paddings = masks.stream().filter(AttentionMask::isPadding).count();
    checkArgument(
        paddings <= 1 && masks.size() - paddings <= 1,
        "there may be one key padding mask and one attention mask, not %s and %s",
        paddings,
        masks.size() - paddings);
    masks.forEach(all::add);
    return all.asOne();
  }

  private static boolean isPadding(Tensor mask) {
    return mask.dataType() == DataType.BOOL && mask.rank() == 2;
  }

  private void add(Tensor mask) {
    Tensor checked = isPadding(mask) ? padding(mask) : attention(mask);
    if (mask.dataType() == DataType.BOOL) {
      ignored = ignored == null ? checked : ignored.logicalOr(checked);
    } else {
      added = checked;
    }
  }

  private @Nullable Tensor asOne() {
    if (ignored == null) {
      return added;
    }
    return added == null
        ? ignored.logicalNot()
        : added.maskedFill(ignored, Double.NEGATIVE_INFINITY);
  }

  private Tensor padding(Tensor mask) {
    checkArgument(
        mask.size(0) == scores[0] && mask.size(1) == scores[3],
        "a BOOL mask of two dimensions is a key padding mask, [batch, sources]: expected [%s, %s],"
            + " not %s. An attention mask of BOOL is [1, targets, sources]: use unsqueeze(0)",
        scores[0],
        scores[3],
        Arrays.toString(mask.shape()));
    return mask.reshape(scores[0], 1, 1, scores[3]);
  }

  private Tensor attention(Tensor mask) {
    DataType type = mask.dataType();
    int rank = mask.rank();
    checkArgument(
        (type == DataType.BOOL || (type.isFPType() && rank != 3))
            && rank >= 2
            && rank <= 4
            && mask.size(-1) == scores[3]
            && mask.size(-2) == scores[2]
            && (rank < 3 || mask.size(0) == 1 || mask.size(0) == scores[0])
            && (rank < 4 || mask.size(1) == 1 || mask.size(1) == scores[1]),
        "an attention mask is of floating point [targets, sources], of BOOL [batch or 1, targets,"
            + " sources], or of either [batch or 1, heads or 1, targets, sources]. With batch %s, %s"
            + " heads, %s targets and %s sources this does not fit %s %s",
        scores[0],
        scores[1],
        scores[2],
        scores[3],
        type,
        Arrays.toString(mask.shape()));
    return rank == 3 ? mask.unsqueeze(1) : mask;
  }
}
