package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Average pooling of images [batch, channels, height, width]; padding counts as zeros. */
public final class AvgPool2d extends Pool {
  /** With windows that do not overlap: the stride equals the size. */
  public AvgPool2d(int size) {
    this(size, size, 0);
  }

  public AvgPool2d(int size, int stride, int padding) {
    this(size, stride, padding, false);
  }

  /**
   * With all settings.
   *
   * @param ceil whether windows may extend beyond the image at the bottom and the right, so that no
   *     pixel is left out (PyTorch's {@code ceil_mode}); such a window averages only what is inside
   */
  public AvgPool2d(int size, int stride, int padding, boolean ceil) {
    super(2, size, stride, padding, ceil);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.avgPool2d(size[0], stride[0], padding[0], ceil);
  }
}
