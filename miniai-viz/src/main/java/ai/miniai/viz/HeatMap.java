package ai.miniai.viz;

import ai.miniai.recording.Distribution;
import com.google.common.primitives.Doubles;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Histograms as columns of pixels, lowest bin at the bottom. The colour is viridis of log(1 +
 * count), from 0 to the highest count. If a column stands for several batches, the average count of
 * one batch is shown.
 *
 * @param image one pixel per bin and column
 * @param above one pixel per column, for what lies above the bins: NaN, or the number of values
 * @param below one pixel per column, for exact zeros
 * @param peak the count that gets the last colour
 */
record HeatMap(BufferedImage image, BufferedImage above, BufferedImage below, double peak) {
  /** The darkest colour of a strip in which there is something at all. */
  private static final double FAINTEST = 0.35;

  /** The columns of one layer, and where they are. */
  private record Source(List<Distribution> columns, Raster raster) {
    double[] means(ToDoubleFunction<Distribution> number) {
      return raster.means(each(number));
    }

    double[] greatest(ToLongFunction<Distribution> number) {
      return raster.choices(Math::max, each(number::applyAsLong));
    }

    /** The number for one batch; NaN where there is none. */
    private double[] each(ToDoubleFunction<Distribution> number) {
      double[] values = new double[columns.size()];
      for (Timeline.Section section : raster.time().sections()) {
        int i = section.column();
        if (i < values.length) {
          Distribution column = columns.get(i);
          values[i] =
              column.size() == 0 ? Double.NaN : number.applyAsDouble(column) / section.batches();
        }
      }
      return values;
    }
  }

  /** The heat map of {@code columns}, at most as wide as {@code raster}. */
  static HeatMap of(List<Distribution> columns, Raster raster, Shown shown) {
    Source source = new Source(columns, raster);
    int bins = shown.to() - shown.from();
    double[][] counts = new double[bins][];
    double peak = 1;
    for (int bin = 0; bin < bins; bin++) {
      int row = shown.from() + bin;
      counts[bin] = source.means(c -> isFinite(c) ? shown.count(c, row) : Double.NaN);
      peak = greatest(peak, counts[bin]);
    }
    double[] sizes = source.means(Distribution::size);
    double[] zeros = source.means(c -> c.zeros() < 0 ? Double.NaN : c.zeros());
    double[] beyond = source.greatest(shown::beyond);
    double[] lost = source.greatest(Distribution::nonFinite);
    peak = shown.below() ? greatest(peak, zeros) : peak;
    int width = raster.width();
    BufferedImage image = new BufferedImage(width, bins, BufferedImage.TYPE_INT_RGB);
    BufferedImage above = new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage below = new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int bin = 0; bin < bins; bin++) {
        image.setRGB(x, bins - 1 - bin, rgb(counts[bin][x], sizes[x], peak));
      }
      boolean wasLost = lost[x] > 0;
      above.setRGB(x, 0, wasLost ? Palette.NOT_FINITE.getRGB() : strip(beyond[x], sizes[x], peak));
      below.setRGB(x, 0, strip(zeros[x], sizes[x], peak));
    }
    return new HeatMap(image, above, below, peak);
  }

  private static double greatest(double peak, double... counts) {
    return Doubles.max(Doubles.concat(new double[] {peak}, finite(counts)));
  }

  private static double[] finite(double... counts) {
    return Arrays.stream(counts).filter(Double::isFinite).toArray();
  }

  private static boolean isFinite(Distribution column) {
    return column.size() > column.nonFinite();
  }

  private static int rgb(double count, double size, double peak) {
    if (Double.isNaN(size)) {
      return Palette.BLANK.getRGB();
    }
    return Double.isNaN(count)
        ? Palette.NOT_FINITE.getRGB()
        : ColorMap.VIRIDIS.rgb(shade(count, peak));
  }

  private static int strip(double count, double size, double peak) {
    if (Double.isNaN(size) || Double.isNaN(count)) {
      return Palette.BLANK.getRGB();
    }
    return ColorMap.VIRIDIS.rgb(count > 0 ? Math.max(FAINTEST, shade(count, peak)) : 0);
  }

  /** The position of {@code count} on the colour scale, which ends at {@code peak}. */
  static double shade(double count, double peak) {
    return Math.log1p(count) / Math.log1p(peak);
  }
}
