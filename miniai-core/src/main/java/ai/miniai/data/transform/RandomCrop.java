package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Generator;

/**
 * A random crop of each image, after padding with zeros.
 *
 * <p>For each image the top is drawn, then the left, as in torchvision's {@code RandomCrop} for a
 * single image. If there is only one possible position, nothing is drawn.
 *
 * @param height the rows of the crop
 * @param width the columns of the crop
 * @param padding the number of zeros that are added on each of the four sides
 */
public record RandomCrop(int height, int width, int padding) implements Transform {
  /** Checks the values. */
  public RandomCrop {
    checkArgument(
        height > 0 && width > 0 && padding >= 0,
        "expected a positive size and a padding of 0 or more, got %s × %s and %s",
        height,
        width,
        padding);
  }

  /** A square crop. */
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

  /** Copies those pixels of the crop at (top, left) that lie inside the image. */
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
