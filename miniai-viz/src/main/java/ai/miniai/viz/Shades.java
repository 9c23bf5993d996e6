package ai.miniai.viz;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Converts values to brightness.
 *
 * @param black the value that is shown black
 * @param white the value that is shown white
 */
record Shades(double black, double white) {
  /**
   * From 0 to 1 if no value is outside this range; otherwise, so that normalised images are visible
   * too, from the minimum to the maximum.
   */
  static Shades of(double... values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0 || (finite[0] >= 0 && finite[finite.length - 1] <= 1)) {
      return new Shades(0, 1);
    }
    return new Shades(finite[0], finite[finite.length - 1]);
  }

  /** The image of {@code values} in the order [channels, height, width], with 1 or 3 channels. */
  BufferedImage image(int channels, int height, int width, double... values) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int red = level(values[i]);
      int green = channels == 1 ? red : level(values[plane + i]);
      int blue = channels == 1 ? red : level(values[2 * plane + i]);
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** The brightness from 0 to 255; 0 for NaN. */
  private int level(double value) {
    double share = white > black ? (value - black) / (white - black) : 0.5;
    return (int) Math.round(255 * Math.min(1, Math.max(0, share)));
  }
}
