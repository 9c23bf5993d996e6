package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;

/**
 * A trainable lookup table of vectors: int64 indices of any shape to [..., width]. The weight is
 * [rows, width] and is initialised from the standard normal distribution, as in PyTorch.
 */
public final class Embedding extends Module {
  private static final int NONE = -1;

  private final Tensor weight;
  private final int paddingIdx;

  public Embedding(int rows, int width) {
    this(rows, width, NONE);
  }

  /**
   * With a row for padding, as PyTorch's {@code padding_idx}: it begins as zeros and is not
   * trained, because its gradient is always 0.
   *
   * @throws IllegalArgumentException if {@code paddingIdx} is not in [0, rows)
   */
  public static Embedding withPadding(int rows, int width, int paddingIdx) {
    checkArgument(
        paddingIdx >= 0 && paddingIdx < rows,
        "the row for padding must be one of the %s rows of the embedding, from 0, not %s",
        rows,
        paddingIdx);
    return new Embedding(rows, width, paddingIdx);
  }

  private Embedding(int rows, int width, int paddingIdx) {
    checkArgument(
        rows > 0 && width > 0,
        "an embedding wants a positive number of rows and a positive width, not %s and %s",
        rows,
        width);
    this.paddingIdx = paddingIdx;
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.randn(rows, width)));
    if (paddingIdx != NONE) {
      weight.update(array -> array.getRow(paddingIdx).assign(0));
    }
  }

  @Override
  protected Tensor forward(Tensor indices) {
    return paddingIdx == NONE ? indices.embedding(weight) : indices.embedding(weight, paddingIdx);
  }

  @Override
  protected String details() {
    return weight.size(0)
        + ", "
        + weight.size(1)
        + (paddingIdx == NONE ? "" : ", padding " + paddingIdx);
  }
}
