package ai.miniai.viz;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.ModeComparison;
import ai.miniai.recording.Recording;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableLongArray;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The histograms of each layer in training and in validation, overlaid. */
record ModesChart(Recording recording) implements LayerGrid {
  @Override
  public Grid.Cell cell(LayerStats layer, List<Distribution> columns) {
    List<ModeComparison> epochs = ModeComparison.of(recording, layer);
    if (epochs.isEmpty()) {
      return new Grid.Cell(
          layer.title(), "", new Message("not recorded in training and validation of one epoch"));
    }
    ModeComparison last = epochs.get(epochs.size() - 1);
    Line training =
        line("training", Palette.BLUE, last.training(), layer.bins())
            .as(Line.Form.BOLD); // so that it shows where both are the same
    Line validation = line("validation", Palette.VERMILLION, last.validation(), layer.bins());
    double[] all =
        DoubleStream.concat(DoubleStream.of(training.ys()), DoubleStream.of(validation.ys()))
            .filter(Double::isFinite)
            .toArray();
    String remark =
        String.format(Locale.ROOT, "epoch %d: distance %.3f", last.epoch(), last.distance());
    return new Grid.Cell(
        layer.title(),
        remark,
        all.length == 0
            ? new Message(outside(last))
            : new Axes(axis(last, layer.bins()), shares(all), List.of(training, validation)));
  }

  private static String outside(ModeComparison both) {
    Distribution all = both.training().combine(both.validation());
    if (all.nonFinite() == all.size()) {
      return "all values are NaN or infinite";
    }
    return all.nonFinite() == 0
        ? "all values lie outside the histogram"
        : all.nonFinite() + " values are NaN or infinite, all others lie outside the histogram";
  }

  /** The x-axis of the bins that contain values. */
  private static Axis axis(ModeComparison both, Bins bins) {
    ImmutableLongArray counts = both.training().combine(both.validation()).counts();
    int[] used = IntStream.range(0, bins.count()).filter(bin -> counts.get(bin) > 0).toArray();
    double max = place(bins, used[used.length - 1] + 1);
    return bins.scale() == Bins.Scale.LINEAR
        ? Axis.range(bins.min(), max)
        : Axis.exponents(place(bins, used[0]), max);
  }

  private static Axis shares(double... exponents) {
    double min = Math.floor(Doubles.min(exponents));
    return new Axis("", Math.min(min, -1), 0, Axis.Kind.EXPONENT);
  }

  private static Line line(String name, Color color, Distribution values, Bins bins) {
    double[] xs = new double[2 * bins.count()];
    for (int i = 0; i < bins.count(); i++) {
      xs[2 * i] = place(bins, i);
      xs[2 * i + 1] = place(bins, i + 1);
    }
    return new Line(name, color, xs, steps(values), Line.Form.PLAIN);
  }

  private static double place(Bins bins, int edge) {
    double value = bins.edge(edge);
    return bins.scale() == Bins.Scale.LINEAR ? value : Math.log10(value);
  }

  /**
   * The base-10 logarithm of the share of values in each bin, twice for each bin to draw steps; a
   * gap for empty bins.
   */
  private static double[] steps(Distribution values) {
    return values.counts().stream()
        .mapToDouble(count -> count == 0 ? Double.NaN : Math.log10((double) count / values.size()))
        .flatMap(share -> DoubleStream.of(share, share))
        .toArray();
  }

  @Override
  public String note() {
    return "blue: training · red: validation";
  }
}
