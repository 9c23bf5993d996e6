package ai.miniai.viz;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a histogram that is shown, with strips for what is beyond it.
 *
 * @param bins all bins
 * @param from the lowest bin that is shown
 * @param to the bin after the highest one
 * @param above whether there is a strip above, for larger values, NaN and infinities
 * @param below whether there is a strip below, for exact zeros, because there are many of them
 */
record Shown(Bins bins, int from, int to, boolean above, boolean below) {
  /** The share of the values that may be above a range that fits a layer. */
  private static final double HIGHEST = 1e-4;

  /** Fewer zeros than this share of the values need no strip. */
  private static final double MANY_ZEROS = 0.01;

  /** The height of a strip, and its distance, as shares of the range. */
  private static final double STRIP = 0.045;

  private static final double APART = 0.008;

  /** The part for these columns, all of which have these bins. */
  static Shown of(Bins bins, List<Distribution> columns, HistogramRange range) {
    double[] counts = new double[bins.count()];
    columns.forEach(
        column ->
            IntStream.range(0, counts.length).forEach(i -> counts[i] += column.counts().get(i)));
    boolean linear = bins.scale() == Bins.Scale.LINEAR;
    int from = linear ? 0 : first(counts);
    int to =
        range == HistogramRange.OWN
            ? end(HIGHEST, counts)
            : linear ? counts.length : end(0, counts);
    Shown shown =
        new Shown(bins, to > from ? from : 0, to > from ? to : bins.count(), false, false);
    return new Shown(
        bins,
        shown.from,
        shown.to,
        columns.stream().anyMatch(column -> shown.beyond(column) + column.nonFinite() > 0),
        columns.stream().anyMatch(column -> column.zeros() > MANY_ZEROS * column.size()));
  }

  private static int first(double... counts) {
    return IntStream.range(0, counts.length).filter(i -> counts[i] > 0).findFirst().orElse(0);
  }

  /** The end of the bins above which at most {@code share} of all counts are; 0 if all are 0. */
  private static int end(double share, double... counts) {
    double most = share * IntStream.range(0, counts.length).mapToDouble(i -> counts[i]).sum();
    int end = counts.length;
    for (double above = 0; end > 0 && above + counts[end - 1] <= most; end--) {
      above += counts[end - 1];
    }
    return end;
  }

  /** The number of finite values above the part that is shown. */
  long beyond(Distribution column) {
    return column.overflow()
        + IntStream.range(to, bins.count()).mapToLong(i -> column.counts().get(i)).sum();
  }

  /** The number of values in a bin; exact zeros, where their number is known, are apart. */
  double count(Distribution column, int bin) {
    boolean zeros = below && bin == 0 && bins.scale() == Bins.Scale.LINEAR && bins.min() == 0;
    return column.counts().get(bin) - (zeros ? Math.max(0, column.zeros()) : 0);
  }

  private double place(int edge) {
    double value = bins.edge(edge);
    return bins.scale() == Bins.Scale.LINEAR ? value : Math.log10(value);
  }

  private double range() {
    return place(to) - place(from);
  }

  /** The y-axis, with room for the strips. */
  Axis axis() {
    double room = (STRIP + APART) * range();
    return new Axis(
        "",
        place(from) - (below ? room : 0),
        place(to) + (above ? room : 0),
        bins.scale() == Bins.Scale.LINEAR ? Axis.Kind.DECIMAL : Axis.Kind.EXPONENT);
  }

  /** The area of the bins. */
  Rectangle2D bounds(PlotArea area) {
    return area.between(area.xAxis().min(), area.xAxis().max(), place(from), place(to));
  }

  /** The area of the strip above. */
  Rectangle2D top(PlotArea area) {
    double bottom = place(to) + APART * range();
    return area.between(area.xAxis().min(), area.xAxis().max(), bottom, bottom + STRIP * range());
  }

  /** The area of the strip below. */
  Rectangle2D bottom(PlotArea area) {
    double top = place(from) - APART * range();
    return area.between(area.xAxis().min(), area.xAxis().max(), top - STRIP * range(), top);
  }
}
