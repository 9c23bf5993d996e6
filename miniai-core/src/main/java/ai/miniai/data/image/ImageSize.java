package ai.miniai.data.image;

import java.io.IOException;

/**
 * The size that the header of a file promises, checked before memory is taken for it.
 *
 * @param height rows
 * @param width columns
 */
record ImageSize(long height, long width) {
  /** The largest number of pixels that Pillow reads. */
  static final long MOST_PIXELS = 178_956_970;

  /** Three float32, and what the decoder holds beside them. */
  private static final int BYTES_PER_PIXEL = 16;

  /**
   * Checks that there can be such an image.
   *
   * @param mostPixels more cannot be packed into the bytes that the file has
   * @throws IOException if it has no pixels, too many, or more than the file or the heap can hold
   */
  ImageSize check(double mostPixels) throws IOException {
    if (height < 1 || width < 1) {
      throw new IOException("its header says %s: an image has pixels".formatted(this));
    }
    double pixels = (double) height * width;
    if (pixels > MOST_PIXELS) {
      throw new IOException(
          "its header says %s, more than the %,d pixels that are read"
              .formatted(this, MOST_PIXELS));
    }
    if (pixels > mostPixels) {
      throw new IOException(
          "it is cut short or damaged: its header says %s, more than its bytes can hold"
              .formatted(this));
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (pixels * BYTES_PER_PIXEL > heap / 2.0) {
      throw new IOException(
          "its header says %s, too much for a Java heap of %,d MB: give it more (-Xmx)"
              .formatted(this, heap >> 20));
    }
    return this;
  }

  int area() {
    return (int) (height * width);
  }

  @Override
  public String toString() {
    return "%d × %d (height × width)".formatted(height, width);
  }
}
