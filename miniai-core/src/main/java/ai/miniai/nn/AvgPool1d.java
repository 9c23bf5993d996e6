package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Average pooling of sequences [batch, channels, length]; padding counts as zeros. */
public final class AvgPool1d extends Pool {
  /** With windows that do not overlap: the stride equals the size. */
  public AvgPool1d(int size) {
    this(size, size, 0);
  }

  public AvgPool1d(int size, int stride, int padding) {
    this(size, stride, padding, false);
  }

  /**
   * With all settings.
   *
   * @param ceil whether the last window may extend beyond the sequence (PyTorch's {@code
   *     ceil_mode}); it averages only what is inside the sequence or its padding
   */
  public AvgPool1d(int size, int stride, int padding, boolean ceil) {
    super(1, size, stride, padding, ceil);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.avgPool1d(size[0], stride[0], padding[0], ceil);
  }
}
