package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Max pooling of images [batch, channels, height, width]. */
public final class MaxPool2d extends Pool2d {
  /** With windows that do not overlap: the stride equals the size. */
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
