package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * Means of parts of images, so that they get a fixed size: [batch, channels, any, any] to [batch,
 * channels, height, width]. With size 1 it is the mean of each whole image.
 */
public final class AdaptiveAvgPool2d extends Module {
  private final int height;
  private final int width;

  /** Square results. */
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
