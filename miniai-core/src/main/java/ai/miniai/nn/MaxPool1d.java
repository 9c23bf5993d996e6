package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Max pooling of sequences [batch, channels, length]. */
public final class MaxPool1d extends Pool {
  /** With windows that do not overlap: the stride equals the size. */
  public MaxPool1d(int size) {
    this(size, size, 0);
  }

  public MaxPool1d(int size, int stride, int padding) {
    this(size, stride, padding, false);
  }

  /**
   * With all settings.
   *
   * @param ceil whether the last window may extend beyond the sequence (PyTorch's {@code
   *     ceil_mode})
   */
  public MaxPool1d(int size, int stride, int padding, boolean ceil) {
    super(1, size, stride, padding, ceil);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.maxPool1d(size[0], stride[0], padding[0], ceil);
  }
}
