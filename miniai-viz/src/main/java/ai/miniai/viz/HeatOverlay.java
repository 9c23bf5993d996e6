package ai.miniai.viz;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Colours over an image, half transparent: viridis from 0, or less, to {@code peak}.
 *
 * @param peak the value that gets the last colour; 0 if no value is positive
 */
record HeatOverlay(double peak) {
  /** With the largest finite value as the peak. */
  static HeatOverlay of(double... values) {
    return new HeatOverlay(Arrays.stream(values).filter(Double::isFinite).reduce(0, Math::max));
  }

  /**
   * A copy of {@code image} with the colours of {@code values} over it.
   *
   * @param values one for each pixel, in row-major order; NaN has the colour of what is not finite
   */
  BufferedImage over(BufferedImage image, double... values) {
    int width = image.getWidth();
    BufferedImage mixed = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      int y = i / width;
      mixed.setRGB(x, y, mean(image.getRGB(x, y), rgb(values[i])));
    }
    return mixed;
  }

  private int rgb(double value) {
    if (Double.isNaN(value)) {
      return Palette.NOT_FINITE.getRGB();
    }
    return ColorMap.VIRIDIS.rgb(peak > 0 ? value / peak : 0);
  }

  private static int mean(int one, int other) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int sum = (one >> shift & 0xff) + (other >> shift & 0xff);
      rgb |= (sum / 2) << shift;
    }
    return rgb;
  }
}
