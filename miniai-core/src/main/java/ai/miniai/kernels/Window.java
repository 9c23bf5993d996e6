package ai.miniai.kernels;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A square window that slides over an image: its size, its stride, and the padding around the
 * image.
 */
public record Window(int size, int stride, int padding) {
  public Window {
    checkArgument(size > 0, "a window's size must be positive, not %s", size);
    checkArgument(stride > 0, "the stride must be positive, not %s", stride);
    checkArgument(padding >= 0, "the padding must not be negative, as %s is", padding);
  }

  /** The number of window positions along a side of this length. */
  public long places(long length) {
    return (length + 2L * padding - size) / stride + 1;
  }

  /**
   * Whether the window positions cover a side of this length, with its padding, exactly to the end.
   */
  public boolean fits(long length) {
    long beyond = length + 2L * padding - size;
    return beyond >= 0 && beyond % stride == 0;
  }

  /**
   * Throws unless the padding is at most half the window size, so that every window overlaps the
   * image.
   */
  public void checkPooling() {
    checkArgument(
        padding <= size / 2,
        "the padding of a pooling window of size %s must be at most %s, not %s",
        size,
        size / 2,
        padding);
  }

  /**
   * An array [batch, height, width, channels] with undefined contents, for the result at all
   * positions of this window in the images {@code x}.
   */
  public INDArray emptyResult(INDArray x, long channels) {
    return Layout.empty(x.dataType(), x.size(0), places(x.size(2)), places(x.size(3)), channels);
  }

  /** Throws unless {@code x} is a batch of images into which the window fits. */
  public void check(INDArray x) {
    checkRank(x);
    checkArgument(
        Math.min(x.size(2), x.size(3)) + 2L * padding >= size,
        "images of %s × %s with padding %s are smaller than the window of %s × %s",
        x.size(2),
        x.size(3),
        padding,
        size,
        size);
  }

  /** The result for an empty batch: an empty array with {@code channels} channels. */
  public INDArray ofNothing(INDArray x, long channels) {
    checkArgument(
        x.size(0) == 0 && x.size(1) != 0 && channels != 0,
        "of images [batch, channels, height, width] only the batch may be empty, not as in %s",
        Shapes.shape(x));
    return Layout.empty(x.dataType(), 0, channels, places(x.size(2)), places(x.size(3)));
  }

  /** Throws unless {@code x} is a batch of images. */
  public static void checkRank(INDArray x) {
    checkArgument(
        x.rank() == 4,
        "expected images of shape [batch, channels, height, width], not %s",
        Shapes.shape(x));
  }
}
