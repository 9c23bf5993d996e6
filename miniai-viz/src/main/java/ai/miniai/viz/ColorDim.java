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
import java.util.stream.IntStream;

/**
 * The colour dimension: the histograms of each layer as a heat map.
 *
 * @param shown for each kind of bins, the part that is shown
 */
record ColorDim(Recording recording, Map<Bins, Shown> shown) implements LayerGrid {
  /** The bins that are shown: {@code from} (inclusive) to {@code to} (exclusive). */
  record Shown(Bins bins, int from, int to) {
    /** All bins if they are of equal width; of octaves only those that some layer uses. */
    static Shown of(Bins bins, List<LayerStats> layers) {
      List<Distribution> columns =
          layers.stream()
              .filter(layer -> layer.bins().equals(bins))
              .flatMap(layer -> layer.columns().stream())
              .toList();
      int[] used =
          bins.scale() == Bins.Scale.LINEAR
              ? new int[0]
              : IntStream.range(0, bins.count())
                  .filter(bin -> columns.stream().anyMatch(c -> c.counts().get(bin) > 0))
                  .toArray();
      return used.length == 0
          ? new Shown(bins, 0, bins.count())
          : new Shown(bins, used[0], used[used.length - 1] + 1);
    }

    Axis axis() {
      double min = bins.edge(from);
      double max = bins.edge(to);
      return bins.scale() == Bins.Scale.LINEAR
          ? Axis.range(min, max)
          : Axis.exponents(Math.log10(min), Math.log10(max));
    }

    /** The area of the heat map: an axis of decades is longer than the range of the octaves. */
    Rectangle2D bounds(PlotArea area) {
      Rectangle2D all = area.bounds();
      if (bins.scale() == Bins.Scale.LINEAR) {
        return all;
      }
      double top = area.y(Math.log10(bins.edge(to)));
      double bottom = area.y(Math.log10(bins.edge(from)));
      return new Rectangle2D.Double(all.getX(), top, all.getWidth(), bottom - top);
    }
  }

  ColorDim(Recording recording) {
    this(
        recording,
        recording.layers().stream()
            .map(LayerStats::bins)
            .distinct()
            .collect(toImmutableMap(bins -> bins, bins -> Shown.of(bins, recording.layers()))));
  }

  private Shown shown(LayerStats layer) {
    return requireNonNull(shown.get(layer.bins()));
  }

  /** The y-axis of a layer. */
  Axis axis(LayerStats layer) {
    return shown(layer).axis();
  }

  @Override
  public Grid.Cell cell(LayerStats layer, List<Distribution> columns) {
    Timeline time = time(layer);
    Shown visible = shown(layer);
    Axes axes =
        new Axes(
            time.axis(),
            visible.axis(),
            List.of((g, area) -> paint(g, area, columns, time, visible), marks()));
    Panel panel = (g, width, height) -> axes.paintAt(g, 0, 0, width - ColorBar.WIDTH, height);
    return new Grid.Cell(layer.name(), remark(layer.bins(), columns), panel);
  }

  private static void paint(
      Graphics2D g, PlotArea area, List<Distribution> columns, Timeline time, Shown shown) {
    Rectangle2D bounds = area.bounds();
    int pixels = (int) Math.round(Pixels.SCALE * bounds.getWidth());
    HeatMap map = HeatMap.of(columns, time, shown.from(), shown.to() - shown.from(), pixels);
    g.setColor(Viridis.color(0));
    g.fill(bounds);
    Pixels.draw(g, map.image(), shown.bounds(area));
    g.setColor(Palette.SOFT_INK);
    g.draw(bounds);
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
        columns.stream().anyMatch(c -> c.size() == 0) ? "grey: layer did not run" : "",
        columns.stream().anyMatch(c -> c.size() > 0 && c.nonFinite() == c.size())
            ? "red: nothing but NaN and infinities"
            : "",
        LayerGrid.trouble(recording));
  }

  /** A note on the values of the layer that the heat map does not show. */
  private static String remark(Bins bins, List<Distribution> columns) {
    double all = sum(columns, Distribution::size);
    List<String> parts = new ArrayList<>();
    add(parts, sum(columns, Distribution::underflow) / all, "below " + edge(bins, bins.min()));
    add(parts, sum(columns, Distribution::overflow) / all, "past " + edge(bins, bins.max()));
    add(parts, sum(columns, Distribution::nonFinite) / all, "not finite");
    return String.join(" · ", parts);
  }

  /** Text such as 10 or 9·10⁻¹³. */
  static String edge(Bins bins, double value) {
    int exponent = (int) Math.floor(Math.log10(value));
    return bins.scale() == Bins.Scale.LINEAR || exponent >= -3
        ? Lettering.number(value)
        : Math.round(value / Math.pow(10, exponent)) + "·10" + Axes.raised(exponent);
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
