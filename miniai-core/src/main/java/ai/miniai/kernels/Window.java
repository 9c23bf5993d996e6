package ai.miniai.kernels;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A window that slides over an image, down its height and across its width. */
public record Window(WindowSide height, WindowSide width) {

  /** A square window without gaps, with the same stride and padding in both directions. */
  public static Window square(int size, int stride, int padding) {
    WindowSide side = new WindowSide(size, stride, padding, 1);
    return new Window(side, side);
  }

  /** The number of values under the window. */
  public int area() {
    return Math.multiplyExact(height.size(), width.size());
  }

  /** Whether there are gaps between the values under the window. */
  public boolean isDilated() {
    return height.reach() > height.size() || width.reach() > width.size();
  }

  /** Whether the window positions cover images [batch, channels, height, width] exactly. */
  public boolean fits(INDArray x) {
    return height.fits(x.size(2)) && width.fits(x.size(3));
  }

  /**
   * Throws unless the padding is at most half the window size, so that every window overlaps the
   * image.
   */
  public void checkPooling() {
    for (WindowSide side : new WindowSide[] {height, width}) {
      checkArgument(
          side.padding() <= side.size() / 2,
          "the padding of a pooling window of size %s must be at most %s, not %s",
          side.size(),
          side.size() / 2,
          side.padding());
    }
  }

  /**
   * An array [batch, height, width, channels] with undefined contents, for the result at all
   * positions of this window in the images {@code x}.
   */
  public INDArray emptyResult(INDArray x, long channels) {
    return Layout.empty(
        x.dataType(), x.size(0), height.places(x.size(2)), width.places(x.size(3)), channels);
  }

  /** Throws unless {@code x} is a batch of images into which the window fits. */
  public void check(INDArray x) {
    checkRank(x);
    checkArgument(
        height.isWithin(x.size(2)) && width.isWithin(x.size(3)),
        "images of %s × %s with padding %s are smaller than the window of %s × %s%s",
        x.size(2),
        x.size(3),
        height.padding() == width.padding()
            ? height.padding()
            : height.padding() + " × " + width.padding(),
        height.reach(),
        width.reach(),
        isDilated() ? " (" + height.size() + " × " + width.size() + " with dilation)" : "");
  }

  /** The result for an empty batch: an empty array with {@code channels} channels. */
  public INDArray ofNothing(INDArray x, long channels) {
    checkArgument(
        x.size(0) == 0 && x.size(1) != 0 && channels != 0,
        "of images [batch, channels, height, width] only the batch may be empty, not as in %s",
        Shapes.shape(x));
    return Layout.empty(
        x.dataType(), 0, channels, height.places(x.size(2)), width.places(x.size(3)));
  }

  /** Throws unless {@code x} is a batch of images. */
  public static void checkRank(INDArray x) {
    checkArgument(
        x.rank() == 4,
        "expected images of shape [batch, channels, height, width], not %s",
        Shapes.shape(x));
  }
}
