package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Max pooling of images [batch, channels, height, width]. */
public final class MaxPool2d extends Pool {
  /** With windows that do not overlap: the stride equals the size. */
  public MaxPool2d(int size) {
    this(size, size, 0);
  }

  public MaxPool2d(int size, int stride, int padding) {
    this(size, stride, padding, false);
  }

  /**
   * With all settings.
   *
   * @param ceil whether windows may extend beyond the image at the bottom and the right, so that no
   *     pixel is left out (PyTorch's {@code ceil_mode})
   */
  public MaxPool2d(int size, int stride, int padding, boolean ceil) {
    super(2, size, stride, padding, ceil);
  }

  /** With one number for both sides, or two: for the height and the width. */
  public MaxPool2d(int[] size, int[] stride, int[] padding) {
    super(2, size, stride, padding, false);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.maxPool2d(size, stride, padding, ceil);
  }
}
