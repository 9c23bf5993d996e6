package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** The mean of each window of images; padding counts as zeros. */
public final class AvgPool2d extends Module {
  private final int size;
  private final int stride;
  private final int padding;

  /** Windows that do not overlap: the stride is the size. */
  public AvgPool2d(int size) {
    this(size, size, 0);
  }

  public AvgPool2d(int size, int stride, int padding) {
    this.size = size;
    this.stride = stride;
    this.padding = padding;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.avgPool2d(size, stride, padding);
  }

  @Override
  protected String details() {
    return size + ", stride " + stride + (padding == 0 ? "" : ", padding " + padding);
  }
}
