package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** The mean of each window of images [batch, channels, height, width]; padding counts as zeros. */
public final class AvgPool2d extends Pool2d {
  private final boolean ceil;

  /** Windows that do not overlap: the stride is the size. */
  public AvgPool2d(int size) {
    this(size, size, 0);
  }

  public AvgPool2d(int size, int stride, int padding) {
    this(size, stride, padding, false);
  }

  /**
   * With settings of your own.
   *
   * @param ceil whether there are also windows that stick out of the image at the bottom and the
   *     right, which are means of what is inside (PyTorch's {@code ceil_mode}): nothing is left out
   */
  public AvgPool2d(int size, int stride, int padding, boolean ceil) {
    super(size, stride, padding);
    this.ceil = ceil;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.avgPool2d(window.size(), window.stride(), window.padding(), ceil);
  }

  @Override
  protected String details() {
    return super.details() + (ceil ? ", ceil" : "");
  }
}
