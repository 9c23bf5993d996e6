package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** The logarithm of {@link Softmax}, computed without its loss of precision. */
public final class LogSoftmax extends Module {
  private final int dim;

  /** Along {@code dim}; a negative dimension counts from the end. */
  public LogSoftmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.logSoftmax(dim);
  }

  @Override
  protected String details() {
    return "dim " + dim;
  }
}
