package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * Average pooling to a fixed output size: [batch, channels, any, any] to [batch, channels, height,
 * width]. With size 1 it computes the mean of each image.
 */
public final class AdaptiveAvgPool2d extends Module {
  private final int height;
  private final int width;

  /** With a square output. */
  public AdaptiveAvgPool2d(int size) {
    this(size, size);
  }

  public AdaptiveAvgPool2d(int height, int width) {
    checkArgument(
        height > 0 && width > 0,
        "the sizes of the output must be positive, not %s × %s",
        height,
        width);
    this.height = height;
    this.width = width;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.adaptiveAvgPool2d(height, width);
  }

  @Override
  protected String details() {
    return height + " × " + width;
  }
}
