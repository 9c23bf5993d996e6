package ai.miniai.data.image;

import ai.miniai.data.transform.Images;

/**
 * Turns an image upright, like Pillow's {@code ImageOps.exif_transpose}.
 *
 * <p>Source: the EXIF standard, tag 0x0112, which says which sides of the image are the first row
 * and the first column of the file.
 */
final class Orientation {
  private Orientation() {}

  /** One image, rotated and mirrored according to {@code orientation}, 1 … 8. */
  static Images upright(Images image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean swapped = orientation >= 5;
    int height = swapped ? image.width() : image.height();
    int width = swapped ? image.height() : image.width();
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    float[] turned = new float[image.values().length];
    int to = 0;
    for (int channel = 0; channel < image.channels(); channel++) {
      int from = channel * height * width;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int row = swapped ? x : y;
          int column = swapped ? y : x;
          row = fromBottom ? image.height() - 1 - row : row;
          column = fromRight ? image.width() - 1 - column : column;
          turned[to++] = image.values()[from + row * image.width() + column];
        }
      }
    }
    return new Images(turned, 1, image.channels(), height, width);
  }
}
