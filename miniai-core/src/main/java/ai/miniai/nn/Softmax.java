package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** exp(x), scaled to sum to 1 along one dimension. */
public final class Softmax extends Module {
  private final int dim;

  /** Along {@code dim}; a negative dimension counts from the end. */
  public Softmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.softmax(dim);
  }

  @Override
  protected String details() {
    return "dim " + dim;
  }
}
