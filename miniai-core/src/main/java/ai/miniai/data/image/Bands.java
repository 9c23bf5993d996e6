package ai.miniai.data.image;

import ai.miniai.data.transform.Images;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** The values of decoded images, in [0, 1], as stored in the file. */
final class Bands {
  private Bands() {}

  /** Greyscale images with 1 channel, others with 3; transparency is ignored. */
  static Images of(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return palette(image, palette);
    }
    // Reads the raster, because getRGB would treat grey values as linear and change them.
    return of(image.getRaster(), image.getRaster().getNumBands() < 3 ? 1 : 3);
  }

  /** The first bands of a raster. */
  static Images of(Raster raster, int channels) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    float[] values = new float[channels * height * width];
    float[] row = new float[width];
    int to = 0;
    for (int band = 0; band < channels; band++) {
      float most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
        for (float sample : row) {
          values[to++] = sample / most;
        }
      }
    }
    return new Images(values, 1, channels, height, width);
  }

  private static Images palette(BufferedImage image, IndexColorModel palette) {
    int height = image.getHeight();
    int width = image.getWidth();
    int area = height * width;
    float[] values = new float[3 * area];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRaster().getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int colour = palette.getRGB(row[x]);
        for (int c = 0; c < 3; c++) {
          values[c * area + y * width + x] = (colour >> (16 - 8 * c) & 0xff) / 255f;
        }
      }
    }
    return new Images(values, 1, 3, height, width);
  }
}
