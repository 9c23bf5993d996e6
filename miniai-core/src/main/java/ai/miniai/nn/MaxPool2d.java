package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** The largest value in each window of images [batch, channels, height, width]. */
public final class MaxPool2d extends Pool2d {
  /** Windows that do not overlap: the stride is the size. */
  public MaxPool2d(int size) {
    this(size, size, 0);
  }

  public MaxPool2d(int size, int stride, int padding) {
    super(size, stride, padding);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.maxPool2d(window.size(), window.stride(), window.padding());
  }
}
