package ai.miniai.viz;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.Extremes;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Means and standard deviations of all layers. Deviations have a logarithmic axis, on which a layer
 * that dies slowly can be told from one that is dead; so have means of quantities that span many
 * orders of magnitude.
 */
final class StatsPlot {
  private static final int CHART = 480;
  private static final int HEIGHT = 340;

  private StatsPlot() {}

  static Figure of(Recording recording, String title) {
    List<LayerStats> layers = recording.layers();
    if (layers.isEmpty()) {
      return Figure.of(new Message(LayerGrid.nothing(recording)), title, 640, 240);
    }
    Timeline time = Timeline.of(recording);
    boolean decades = recording.quantity() != Quantity.ACTIVATIONS;
    Curves means = new Curves(time, curves(layers, StatsPlot::means), decades);
    Curves stds = new Curves(time, curves(layers, StatsPlot::stds), true);
    Axes.Layer lost = notFinite(time, layers);
    Panel charts =
        new Grid(
            List.of(
                means.cell(decades ? "magnitudes of the means" : "means", lost),
                stds.cell("standard deviations", lost)),
            (double) CHART / HEIGHT);
    Legend legend = new Legend(means.lines());
    Panel all = legend.beside(charts);
    String note = LayerGrid.joined(stds.legend(), note(recording));
    int height = Palette.isQualitative(layers.size()) ? HEIGHT : HEIGHT + 100;
    return new Sheet(all, "", time.title(), "", note)
        .figure(title, 2 * CHART + legend.width(), height);
  }

  /** Where the first NaN was, and how NaN is drawn; empty if there was none. */
  static String note(Recording recording) {
    String trouble = LayerGrid.trouble(recording);
    return trouble.isEmpty() ? "" : LayerGrid.joined(LayerGrid.NOT_FINITE, trouble);
  }

  /** Colours the steps in which any layer had NaN or infinities. */
  static Axes.Layer notFinite(Timeline time, List<LayerStats> layers) {
    List<List<Distribution>> columns = layers.stream().map(LayerStats::columns).toList();
    return time.notFinite(
        i -> columns.stream().anyMatch(each -> i < each.size() && each.get(i).nonFinite() > 0));
  }

  /** Makes the curve of a layer with a name and a colour. */
  @FunctionalInterface
  private interface Maker {
    Curves.Curve make(LayerStats layer, Color color);
  }

  private static List<Curves.Curve> curves(List<LayerStats> layers, Maker maker) {
    return IntStream.range(0, layers.size())
        .mapToObj(i -> maker.make(layers.get(i), Palette.line(i, layers.size())))
        .toList();
  }

  private static Curves.Curve means(LayerStats layer, Color color) {
    return Curves.Curve.of(layer.title(), color, layer.means());
  }

  private static Curves.Curve stds(LayerStats layer, Color color) {
    return new Curves.Curve(
        layer.title(),
        color,
        layer.stds(),
        extremes(layer, Extremes::least),
        extremes(layer, Extremes::greatest));
  }

  private static double[] extremes(LayerStats layer, ToDoubleFunction<Extremes> which) {
    return layer.columns().stream().mapToDouble(c -> which.applyAsDouble(c.stds())).toArray();
  }
}
