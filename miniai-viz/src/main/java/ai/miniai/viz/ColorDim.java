package ai.miniai.viz;

import ai.miniai.hooks.Distribution;
import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Recording;
import ai.miniai.tensor.Bins;
import com.google.common.collect.ImmutableList;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The colour dimension: the histograms of each layer as a heat map.
 *
 * @param marks on each heat map
 */
record ColorDim(Marks marks) implements LayerGrid {
  @Override
  public Grid.Cell cell(LayerStats layer, ImmutableList<Distribution> columns) {
    Bins bins = layer.bins();
    Axis x = Axis.batches(columns.size());
    Axis y = Axis.range(bins.min(), bins.max());
    Axes axes = new Axes(x, y, List.of((g, area) -> paint(g, area, columns, bins), marks));
    Panel panel = (g, width, height) -> axes.paintAt(g, 0, 0, width - ColorBar.WIDTH, height);
    return new Grid.Cell(layer.name(), remark(bins, columns), panel);
  }

  private static void paint(Graphics2D g, PlotArea area, List<Distribution> columns, Bins bins) {
    Rectangle2D bounds = area.bounds();
    int pixels = (int) Math.round(Pixels.SCALE * bounds.getWidth());
    HeatMap map = HeatMap.of(columns, bins.count(), pixels);
    Pixels.draw(g, map.image(), bounds);
    g.setColor(Palette.SOFT_INK);
    g.draw(bounds);
    ColorBar.paint(g, bounds, map.peak());
  }

  @Override
  public String note(Recording recording) {
    List<Distribution> columns =
        recording.layers().stream()
            .filter(layer -> LayerGrid.hasRun(layer.columns()))
            .flatMap(layer -> layer.columns().stream())
            .toList();
    return Stream.of(
            marks.legend(),
            columns.stream().anyMatch(c -> c.size() == 0) ? "grey: layer did not run" : "",
            columns.stream().anyMatch(c -> c.size() > 0 && c.nonFinite() == c.size())
                ? "red: nothing but NaN and infinities"
                : "")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  /** What of the layer's values the heat map does not show. */
  private static String remark(Bins bins, List<Distribution> columns) {
    double all = sum(columns, Distribution::size);
    List<String> parts = new ArrayList<>();
    add(
        parts,
        sum(columns, Distribution::underflow) / all,
        "below " + Lettering.number(bins.min()));
    add(parts, sum(columns, Distribution::overflow) / all, "past " + Lettering.number(bins.max()));
    add(parts, sum(columns, Distribution::nonFinite) / all, "not finite");
    return String.join(" · ", parts);
  }

  private static double sum(List<Distribution> columns, ToLongFunction<Distribution> part) {
    return columns.stream().mapToDouble(part::applyAsLong).sum();
  }

  private static void add(List<String> parts, double share, String what) {
    if (share >= 0.0005) {
      parts.add(String.format(Locale.ROOT, "%.1f %% %s", 100 * share, what));
    } else if (share > 0) {
      parts.add("< 0.1 % " + what);
    }
  }
}
