package ai.miniai.viz;

import ai.miniai.recording.Distribution;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Histograms as columns of pixels, lowest bin at the bottom. The colour is viridis of log(1 +
 * count), from 0 to the highest count.
 *
 * @param image one pixel per bin and column
 * @param peak the count that gets the last colour
 */
record HeatMap(BufferedImage image, double peak) {
  /**
   * The heat map of {@code columns}, at most {@code width} pixels wide; if there are more columns,
   * neighbours are averaged. If a column stands for several batches, the average counts of one
   * batch are used.
   *
   * @param columns at least one
   * @param time the positions of the columns
   * @param from the lowest bin that is shown
   * @param bins the number of bins that are shown
   */
  static HeatMap of(List<Distribution> columns, Timeline time, int from, int bins, int width) {
    int pixels = Math.max(1, time.isEven() ? Math.min(columns.size(), width) : width);
    double[] edges = time.edges();
    double[][] counts = new double[bins][];
    double peak = 0;
    for (int bin = 0; bin < bins; bin++) {
      int row = from + bin;
      double[] ofBatch = new double[columns.size()];
      Arrays.setAll(
          ofBatch,
          i -> {
            Distribution column = columns.get(i);
            double count = isFinite(column) ? column.counts().get(row) : Double.NaN;
            return count / time.batches().get(i);
          });
      counts[bin] = ColumnAverage.of(ofBatch, edges, pixels);
      for (double count : counts[bin]) {
        peak = Double.isNaN(count) ? peak : Math.max(peak, count);
      }
    }
    double[] sizes =
        ColumnAverage.of(
            columns.stream().mapToDouble(c -> c.size() == 0 ? Double.NaN : c.size()).toArray(),
            edges,
            pixels);
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

  private static int rgb(double count, double size, double peak) {
    if (Double.isNaN(size)) {
      return Palette.BLANK.getRGB();
    }
    return Double.isNaN(count) ? Palette.NOT_FINITE.getRGB() : Viridis.rgb(shade(count, peak));
  }

  /** The position of {@code count} on the colour scale, which ends at {@code peak}. */
  static double shade(double count, double peak) {
    return Math.log1p(count) / Math.log1p(peak);
  }
}
