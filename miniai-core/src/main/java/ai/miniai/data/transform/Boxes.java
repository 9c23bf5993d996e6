package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;

/**
 * Boxes of the same size in images of the same size.
 *
 * @param height the rows of a box
 * @param width the columns of a box
 * @param images the images that contain the boxes
 */
record Boxes(int height, int width, Images images) {
  /** Boxes whose sides are the fraction {@code pct} of the sides of the images, rounded down. */
  static Boxes of(double pct, Images images) {
    return new Boxes((int) (pct * images.height()), (int) (pct * images.width()), images);
  }

  /** Checks the settings of {@link RandErase} and {@link RandCopy}. */
  static void check(double pct, int maxNum) {
    checkArgument(
        pct >= 0 && pct <= 1, "the side of a box is a share of the image's in [0, 1], not %s", pct);
    checkArgument(maxNum >= 0, "the greatest number of boxes must not be negative: %s", maxNum);
  }

  /** A random offset of a box in a plane; every position where the box fits is equally likely. */
  int place(Generator generator) {
    int top = Draw.below(images.height() - height + 1, generator);
    return top * images.width() + Draw.below(images.width() - width + 1, generator);
  }

  /** The number of values in a box of all channels. */
  int length() {
    return images.channels() * height * width;
  }

  /** Copies the box at {@code place} of an image to the start of {@code box}. */
  void read(int item, int place, float[] box) {
    for (int row = 0; row < images.channels() * height; row++) {
      System.arraycopy(images.values(), start(item, place, row), box, row * width, width);
    }
  }

  /** Copies the box that starts at {@code from} in {@code box} to {@code place} of an image. */
  void write(int item, int place, float[] box, int from) {
    for (int row = 0; row < images.channels() * height; row++) {
      System.arraycopy(box, from + row * width, images.values(), start(item, place, row), width);
    }
  }

  /** The offset of a row of a box; rows are counted through all channels. */
  private int start(int item, int place, int row) {
    int plane = item * images.channels() + row / height;
    return plane * images.area() + place + row % height * images.width();
  }
}
