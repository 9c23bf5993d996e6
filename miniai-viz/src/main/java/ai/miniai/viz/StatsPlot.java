package ai.miniai.viz;

import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Means and standard deviations of all layers; with logarithmic axes for quantities that span many
 * orders of magnitude.
 *
 * @param recording with at least one layer
 */
record StatsPlot(Recording recording) {
  private static final int CHART = 480;
  private static final int HEIGHT = 340;

  static Figure of(Recording recording, String title) {
    if (recording.layers().isEmpty()) {
      return Figure.of(new Message(LayerGrid.nothing(recording)), title, 640, 240);
    }
    StatsPlot plot = new StatsPlot(recording);
    boolean decades = recording.quantity() != Quantity.ACTIVATIONS;
    List<Line> means = plot.lines(LayerStats::means, decades);
    List<Line> stds = plot.lines(LayerStats::stds, decades);
    Chart chart = new Chart(recording, decades);
    Panel charts =
        new Grid(
            List.of(
                new Grid.Cell(decades ? "magnitudes of the means" : "means", "", chart.of(means)),
                new Grid.Cell("standard deviations", "", chart.of(stds))),
            (double) CHART / HEIGHT);
    Legend legend = new Legend(means);
    String note =
        LayerGrid.joined(Marks.of(recording.columns()).legend(), LayerGrid.trouble(recording));
    Panel sheet = new Sheet(charts, "", "batch", "", note);
    int height = Palette.isQualitative(means.size()) ? HEIGHT : HEIGHT + 100;
    return Figure.of(legend.beside(sheet), title, 2 * CHART + legend.width(), height);
  }

  private List<Line> lines(Function<LayerStats, double[]> numbers, boolean decades) {
    List<LayerStats> layers = recording.layers();
    return IntStream.range(0, layers.size())
        .mapToObj(
            i -> {
              LayerStats layer = layers.get(i);
              double[] values = numbers.apply(layer);
              return Line.of(
                  layer.name(),
                  Palette.line(i, layers.size()),
                  Timeline.of(recording.columns(), layer.size()),
                  decades ? Chart.exponents(values) : values);
            })
        .toList();
  }

  /**
   * Lines over the batches of a recording.
   *
   * @param decades whether the lines are base-10 logarithms
   */
  record Chart(Recording recording, boolean decades) {
    /** The base-10 logarithms of the magnitudes; 0 becomes a gap. */
    static double[] exponents(double... values) {
      return Arrays.stream(values).map(value -> Math.log10(Math.abs(value))).toArray();
    }

    /** The lines, on axes that fit them. */
    Panel of(List<Line> lines) {
      return of(lines, Double.NaN);
    }

    /**
     * Like {@link #of(List)}, with a y-axis that always includes {@code shown}, and with layers
     * below the lines.
     */
    Panel of(List<Line> lines, double shown, Axes.Layer... below) {
      double[] all = lines.stream().flatMapToDouble(line -> Arrays.stream(line.ys())).toArray();
      if (Arrays.stream(all).noneMatch(Double::isFinite)) {
        return new Message(
            all.length == 0
                ? "no layer has run while it was watched"
                : decades ? "no number here is finite and not 0" : "no number here is finite");
      }
      double[] range = Doubles.concat(all, new double[] {shown - 0.5, shown + 0.5});
      int columns = lines.stream().mapToInt(line -> line.ys().length).max().orElse(0);
      List<Axes.Layer> layers = new ArrayList<>(List.of(below));
      layers.add(Marks.of(recording.columns()));
      layers.addAll(lines);
      return new Axes(
          Timeline.of(recording.columns(), columns).axis(),
          decades ? Axis.exponents(range) : Axis.around(range),
          layers);
    }
  }
}
