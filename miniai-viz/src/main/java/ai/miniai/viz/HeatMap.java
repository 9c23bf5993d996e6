package ai.miniai.viz;

import ai.miniai.hooks.Distribution;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Histograms as columns of pixels, the lowest bin at the bottom: the colour is viridis of log(1 +
 * count), from 0 to the highest count there is.
 *
 * @param image a pixel for each bin and column
 * @param peak the count that has the last colour
 */
record HeatMap(BufferedImage image, double peak) {
  /**
   * The heat map of {@code columns} columns, in at most {@code width} columns of pixels: if there
   * are more, neighbours are averaged.
   *
   * @param columns at least one
   */
  static HeatMap of(List<Distribution> columns, int bins, int width) {
    int pixels = Math.max(1, Math.min(columns.size(), width));
    double[][] counts = new double[bins][];
    double peak = 0;
    for (int bin = 0; bin < bins; bin++) {
      int row = bin;
      counts[bin] = row(columns, pixels, c -> isFinite(c) ? c.counts().get(row) : Double.NaN);
      for (double count : counts[bin]) {
        peak = Double.isNaN(count) ? peak : Math.max(peak, count);
      }
    }
    double[] sizes = row(columns, pixels, c -> c.size() == 0 ? Double.NaN : c.size());
    BufferedImage image = new BufferedImage(pixels, bins, BufferedImage.TYPE_INT_RGB);
    double brightest = Math.max(1, peak);
    for (int bin = 0; bin < bins; bin++) {
      for (int x = 0; x < pixels; x++) {
        image.setRGB(x, bins - 1 - bin, rgb(counts[bin][x], sizes[x], brightest));
      }
    }
    return new HeatMap(image, brightest);
  }

  private static boolean isFinite(Distribution column) {
    return column.size() > column.nonFinite();
  }

  private static double[] row(
      List<Distribution> columns, int pixels, ToDoubleFunction<Distribution> number) {
    return ColumnAverage.of(columns.stream().mapToDouble(number).toArray(), pixels);
  }

  private static int rgb(double count, double size, double peak) {
    if (Double.isNaN(size)) {
      return Palette.BLANK.getRGB();
    }
    return Double.isNaN(count) ? Palette.NOT_FINITE.getRGB() : Viridis.rgb(shade(count, peak));
  }

  /** The place of {@code count} on the scale of colours, which ends at {@code peak}. */
  static double shade(double count, double peak) {
    return Math.log1p(count) / Math.log1p(peak);
  }
}
