package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;

/**
 * A trainable lookup table of vectors: int64 indices of any shape to [..., width]. The weight is
 * [rows, width] and is initialised from the standard normal distribution, as in PyTorch.
 */
public final class Embedding extends Module {
  private final Tensor weight;

  public Embedding(int rows, int width) {
    checkArgument(
        rows > 0 && width > 0,
        "an embedding wants a positive number of rows and a positive width, not %s and %s",
        rows,
        width);
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.randn(rows, width)));
  }

  @Override
  protected Tensor forward(Tensor indices) {
    return indices.embedding(weight);
  }

  @Override
  protected String details() {
    return weight.size(0) + ", " + weight.size(1);
  }
}
