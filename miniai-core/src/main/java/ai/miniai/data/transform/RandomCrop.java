package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;

/**
 * A part of each image, at a random place, after zeros have been put around it.
 *
 * <p>For each image the top is drawn, then the left, as torchvision's {@code RandomCrop} does for
 * one; if there is only one place for the part, nothing is drawn.
 *
 * @param height the rows of the part
 * @param width the columns of the part
 * @param padding how many zeros are put on each of the four sides
 */
public record RandomCrop(int height, int width, int padding) implements Transform {
  /** Checks the numbers. */
  public RandomCrop {
    checkArgument(
        height > 0 && width > 0 && padding >= 0,
        "expected a positive size and a padding of 0 or more, got %s × %s and %s",
        height,
        width,
        padding);
  }

  /** A square part. */
  public RandomCrop(int size, int padding) {
    this(size, size, padding);
  }

  @Override
  public Images apply(Images images, Generator generator) {
    int rows = images.height() + 2 * padding - height;
    int columns = images.width() + 2 * padding - width;
    checkArgument(
        rows >= 0 && columns >= 0,
        "a part of %s × %s does not fit into images of %s × %s with a padding of %s",
        height,
        width,
        images.height(),
        images.width(),
        padding);
    float[] cropped = new float[images.planes() * height * width];
    for (int item = 0; item < images.size(); item++) {
      boolean choice = rows > 0 || columns > 0;
      int top = choice ? Draw.below(rows + 1, generator) - padding : -padding;
      int left = choice ? Draw.below(columns + 1, generator) - padding : -padding;
      for (int plane = item * images.channels(); plane < (item + 1) * images.channels(); plane++) {
        copy(images, plane, top, left, cropped);
      }
    }
    return new Images(cropped, images.size(), images.channels(), height, width);
  }

  /** Copies what lies inside the image of the part that begins at (top, left). */
  private void copy(Images images, int plane, int top, int left, float[] cropped) {
    int from = Math.max(0, left);
    int length = Math.min(images.width(), left + width) - from;
    int firstRow = Math.max(0, -top);
    int endRow = Math.min(height, images.height() - top);
    for (int row = firstRow; row < endRow && length > 0; row++) {
      System.arraycopy(
          images.values(),
          plane * images.area() + (top + row) * images.width() + from,
          cropped,
          (plane * height + row) * width + from - left,
          length);
    }
  }
}
