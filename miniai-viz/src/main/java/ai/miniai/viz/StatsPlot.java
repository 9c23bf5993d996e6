package ai.miniai.viz;

import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Recording;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Means and standard deviations of all layers.
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
    List<Line> means = plot.lines(LayerStats::means);
    List<Line> stds = plot.lines(LayerStats::stds);
    Panel charts =
        new Grid(
            List.of(
                new Grid.Cell("means", "", plot.chart(means)),
                new Grid.Cell("standard deviations", "", plot.chart(stds))),
            (double) CHART / HEIGHT);
    Legend legend = new Legend(means);
    Panel sheet = new Sheet(charts, "", "batch", "", Marks.of(recording.columns()).legend());
    int height = Palette.isQualitative(means.size()) ? HEIGHT : HEIGHT + 100;
    return Figure.of(legend.beside(sheet), title, 2 * CHART + legend.width(), height);
  }

  private List<Line> lines(Function<LayerStats, double[]> numbers) {
    List<LayerStats> layers = recording.layers();
    return IntStream.range(0, layers.size())
        .mapToObj(
            i ->
                Line.of(
                    layers.get(i).name(),
                    Palette.line(i, layers.size()),
                    numbers.apply(layers.get(i))))
        .toList();
  }

  private Panel chart(List<Line> lines) {
    double[] all = lines.stream().flatMapToDouble(line -> Arrays.stream(line.ys())).toArray();
    if (Arrays.stream(all).noneMatch(Double::isFinite)) {
      return new Message(
          all.length == 0 ? "no layer has run while it was watched" : "no number here is finite");
    }
    int columns = lines.stream().mapToInt(line -> line.ys().length).max().orElse(0);
    ImmutableList<Axes.Layer> layers =
        ImmutableList.<Axes.Layer>builder()
            .add(Marks.of(recording.columns()))
            .addAll(lines)
            .build();
    return new Axes(Axis.batches(columns), Axis.around(all), layers);
  }
}
