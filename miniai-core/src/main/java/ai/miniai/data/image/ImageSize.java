package ai.miniai.data.image;

import java.io.IOException;

/**
 * The image size from the header of a file, checked before memory is allocated for it.
 *
 * @param height rows
 * @param width columns
 */
record ImageSize(long height, long width) {
  /** The maximum number of pixels that Pillow reads. */
  static final long MOST_PIXELS = 178_956_970;

  /** Three float32 values, and the memory of the decoder. */
  private static final int BYTES_PER_PIXEL = 16;

  /**
   * Checks that such an image is possible.
   *
   * @param mostPixels the maximum number of pixels that can be encoded in the bytes of the file
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
