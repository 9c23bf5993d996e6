package ai.miniai.viz;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The colour dimension: the histograms of each layer as a heat map.
 *
 * @param range the magnitudes that are shown
 * @param shared for each kind of bins, the part that is shown if it is the same for all layers
 */
record ColorDim(Recording recording, HistogramRange range, Map<Bins, Shown> shared)
    implements LayerGrid {
  ColorDim(Recording recording, HistogramRange range) {
    this(
        recording,
        range,
        recording.layers().stream()
            .map(LayerStats::bins)
            .distinct()
            .collect(
                toImmutableMap(
                    bins -> bins,
                    bins -> Shown.of(bins, ofBins(recording, bins), HistogramRange.SHARED))));
  }

  private static List<Distribution> ofBins(Recording recording, Bins bins) {
    return recording.layers().stream()
        .filter(layer -> layer.bins().equals(bins))
        .flatMap(layer -> layer.columns().stream())
        .toList();
  }

  /** The part of a layer's histogram that is shown. */
  Shown shown(LayerStats layer) {
    return range == HistogramRange.OWN
        ? Shown.of(layer.bins(), layer.columns(), range)
        : requireNonNull(shared.get(layer.bins()));
  }

  @Override
  public Grid.Cell cell(LayerStats layer, List<Distribution> columns) {
    Timeline time = time();
    Shown visible = shown(layer);
    Axes axes =
        new Axes(
            time.axis(),
            visible.axis(),
            List.of((g, area) -> paint(g, area, columns, time, visible), marks()));
    Panel panel = (g, width, height) -> axes.paintAt(g, 0, 0, width - ColorBar.WIDTH, height);
    return new Grid.Cell(layer.title(), remark(visible, columns), panel);
  }

  private static void paint(
      Graphics2D g, PlotArea area, List<Distribution> columns, Timeline time, Shown shown) {
    Rectangle2D bounds = area.bounds();
    Raster raster = Raster.of(time, (int) Math.round(Pixels.SCALE * bounds.getWidth()));
    HeatMap map = HeatMap.of(columns, raster, shown);
    Pixels.draw(g, map.image(), shown.bounds(area));
    if (shown.above()) {
      Pixels.draw(g, map.above(), shown.top(area));
    }
    if (shown.below()) {
      Pixels.draw(g, map.below(), shown.bottom(area));
    }
    g.setColor(Palette.SOFT_INK);
    g.draw(shown.bounds(area));
    ColorBar.paint(g, bounds, map.peak());
  }

  @Override
  public String note() {
    List<Distribution> columns =
        recording.layers().stream()
            .filter(layer -> LayerGrid.hasRun(layer.columns()))
            .flatMap(layer -> layer.columns().stream())
            .toList();
    return LayerGrid.joined(
        marks().legend(),
        anyBeyond() ? "strip above: larger values" : "",
        recording.layers().stream().map(this::shown).anyMatch(Shown::below)
            ? "strip below: exact zeros"
            : "",
        columns.stream().anyMatch(c -> c.size() == 0) ? "grey: layer did not run" : "",
        columns.stream().anyMatch(c -> c.nonFinite() > 0) ? LayerGrid.NOT_FINITE : "",
        LayerGrid.trouble(recording));
  }

  private boolean anyBeyond() {
    return recording.layers().stream()
        .anyMatch(
            layer -> {
              Shown visible = shown(layer);
              return layer.columns().stream().anyMatch(column -> visible.beyond(column) > 0);
            });
  }

  /** A note on the values of the layer that are beyond the heat map. */
  private static String remark(Shown shown, List<Distribution> columns) {
    double all = sum(columns, Distribution::size);
    Bins bins = shown.bins();
    List<String> parts = new ArrayList<>();
    add(parts, sum(columns, c -> Math.max(0, c.zeros())) / all, "zeros");
    add(parts, sum(columns, c -> small(c, bins)) / all, "below " + edge(bins.min()));
    add(parts, sum(columns, shown::beyond) / all, "past " + edge(bins.edge(shown.to())));
    add(parts, sum(columns, Distribution::nonFinite) / all, "not finite");
    return String.join(" · ", parts);
  }

  /** The number of values below the bins that are not 0, as far as that is known. */
  private static long small(Distribution column, Bins bins) {
    return column.underflow() - (bins.min() > 0 ? Math.max(0, column.zeros()) : 0);
  }

  /** Text such as 10 or 9·10⁻¹³. */
  static String edge(double value) {
    return NumberText.of(value, value < 1e-3 ? 1 : 4);
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
