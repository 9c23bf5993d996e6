package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** The mean of each window of images [batch, channels, height, width]; padding counts as zeros. */
public final class AvgPool2d extends Pool2d {
  /** Windows that do not overlap: the stride is the size. */
  public AvgPool2d(int size) {
    this(size, size, 0);
  }

  public AvgPool2d(int size, int stride, int padding) {
    super(size, stride, padding);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.avgPool2d(window.size(), window.stride(), window.padding());
  }
}
