package ai.miniai.viz;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * All layers at one glance: maps of layers and steps, two in a row where there is room.
 *
 * @param maps at least one
 */
record Overview(List<LayerMap> maps) implements Panel {
  private static final int WIDTH = 900;

  /** The least width of a map, with its names. */
  private static final int NARROWEST = 380;

  /** The quantities whose deviations are shown: those of the layers. */
  private static final ImmutableList<Quantity> OF_LAYERS =
      ImmutableList.of(Quantity.ACTIVATIONS, Quantity.GRADIENTS);

  /** The base-10 logarithm of a healthy ratio of update and weight. */
  private static final double HEALTHY_RATIO = -3;

  static Figure of(RunRecord run, String title) {
    ImmutableList.Builder<LayerMap> maps = ImmutableList.builder();
    List<Recording> shown = new ArrayList<>();
    for (Quantity quantity : OF_LAYERS) {
      run.recording(quantity)
          .ifPresent(
              recording -> {
                maps.addAll(maps(recording, Timeline.of(recording, run)));
                shown.add(recording);
              });
    }
    Map<String, ImmutableDoubleArray> ratios = run.updateRatios();
    run.recording(Quantity.UPDATES)
        .filter(updates -> !ratios.isEmpty())
        .ifPresent(
            updates -> {
              maps.add(ratios(ratios, updates, Timeline.of(updates, run)));
              shown.add(updates);
            });
    return figure(maps.build(), shown, title);
  }

  static Figure of(Recording recording, String title) {
    return figure(maps(recording, Timeline.of(recording)), List.of(recording), title);
  }

  private static Figure figure(List<LayerMap> maps, List<Recording> shown, String title) {
    if (maps.isEmpty()) {
      String why =
          shown.isEmpty()
              ? "No layers were recorded: add an ActivationStats to the fit."
              : LayerGrid.nothing(shown.get(0));
      return Figure.of(new Message(why), title, 640, 240);
    }
    Overview overview = new Overview(maps);
    int width = maps.size() == 1 ? WIDTH * 2 / 3 : WIDTH;
    List<String> notes = new ArrayList<>();
    notes.add(maps.get(0).time().marks().legend());
    notes.add("grey: not recorded");
    shown.forEach(recording -> notes.add(StatsPlot.note(recording)));
    String note = LayerGrid.joined(notes.stream().distinct().toArray(String[]::new));
    return new Sheet(overview, "", maps.get(0).time().title(), "", note)
        .figure(title, width, overview.naturalHeight(overview.columns(width)));
  }

  // ---------------------------------------------------------------- maps

  private static ImmutableList<LayerMap> maps(Recording recording, Timeline time) {
    if (recording.layers().isEmpty()) {
      return ImmutableList.of();
    }
    String what = recording.quantity().label();
    ImmutableList.Builder<LayerMap> maps = ImmutableList.builder();
    maps.add(deviations(recording, time));
    maps.add(
        new LayerMap(
            "share of near-zero " + what,
            time,
            rows(recording, Overview::nearZero),
            ColorScale.SHARES));
    if (recording.layers().stream()
        .flatMap(layer -> layer.deadUnits().stream())
        .anyMatch(dead -> dead.units() > 0)) {
      ImmutableList.Builder<LayerMap.Row> rows = ImmutableList.builder();
      for (LayerStats layer : recording.layers()) {
        double[] shares = layer.deadUnits().stream().mapToDouble(DeadUnits::share).toArray();
        rows.add(row(layer, shares));
      }
      String title =
          recording.quantity() == Quantity.GRADIENTS
              ? "share of units without gradient"
              : "share of dead units";
      maps.add(new LayerMap(title, time, rows.build(), ColorScale.SHARES));
    }
    return maps.build();
  }

  private static LayerMap deviations(Recording recording, Timeline time) {
    boolean activations = recording.quantity() == Quantity.ACTIVATIONS;
    String title = "standard deviation of " + recording.quantity().label();
    double[] all =
        recording.layers().stream()
            .flatMap(layer -> layer.columns().stream())
            .mapToDouble(column -> Math.log10(column.std()))
            .filter(Double::isFinite)
            .toArray();
    ColorScale scale = activations || all.length == 0 ? ColorScale.around(0) : ColorScale.of(all);
    return new LayerMap(
        activations ? title + " (pale: 1)" : title,
        time,
        rows(recording, (bins, column) -> deviation(column, scale)),
        scale);
  }

  /** The logarithm of the deviation; of several batches, of the one that stands out. */
  private static double deviation(Distribution column, ColorScale scale) {
    return scale.worse(
        Math.log10(column.std()),
        scale.worse(Math.log10(column.stds().least()), Math.log10(column.stds().greatest())));
  }

  private static double nearZero(Bins bins, Distribution column) {
    return DeadChart.share(bins, column, 1);
  }

  private static ImmutableList<LayerMap.Row> rows(
      Recording recording, BiFunction<Bins, Distribution, Double> number) {
    ImmutableList.Builder<LayerMap.Row> rows = ImmutableList.builder();
    for (LayerStats layer : recording.layers()) {
      ToDoubleFunction<Distribution> each = column -> number.apply(layer.bins(), column);
      rows.add(row(layer, layer.columns().stream().mapToDouble(each).toArray()));
    }
    return rows.build();
  }

  private static LayerMap.Row row(LayerStats layer, double... values) {
    List<Distribution> columns = layer.columns();
    return new LayerMap.Row(
        layer.title(), values, i -> i < columns.size() && columns.get(i).nonFinite() > 0);
  }

  private static LayerMap ratios(
      Map<String, ImmutableDoubleArray> ratios, Recording updates, Timeline time) {
    ImmutableList.Builder<LayerMap.Row> rows = ImmutableList.builder();
    ratios.forEach(
        (name, each) -> {
          double[] exponents = each.stream().map(Math::log10).toArray();
          List<Distribution> columns = updates.layer(name).columns();
          rows.add(new LayerMap.Row(name, exponents, i -> columns.get(i).nonFinite() > 0));
        });
    return new LayerMap(
        "update : weight (pale: 10⁻³)", time, rows.build(), ColorScale.around(HEALTHY_RATIO));
  }

  // ---------------------------------------------------------------- drawing

  private int columns(int width) {
    return Math.max(1, Math.min(Math.min(2, maps.size()), width / NARROWEST));
  }

  /** The height at which all names can be read. */
  private int naturalHeight(int columns) {
    int height = 0;
    for (int from = 0; from < maps.size(); from += columns) {
      height += rowHeight(from, columns);
    }
    return height;
  }

  private int rowHeight(int from, int columns) {
    return inRow(from, columns).stream().mapToInt(Overview::height).max().orElse(0);
  }

  private List<LayerMap> inRow(int from, int columns) {
    return maps.subList(from, Math.min(from + columns, maps.size()));
  }

  private static int height(LayerMap map) {
    return Grid.HEADING + Grid.GAP + map.naturalHeight();
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int columns = columns(width);
    double scale = (double) height / naturalHeight(columns);
    int wide = width / columns;
    double top = 0;
    for (int from = 0; from < maps.size(); from += columns) {
      List<LayerMap> row = inRow(from, columns);
      for (int i = 0; i < row.size(); i++) {
        // A grid of one cell draws the heading.
        Panel cell = new Grid(List.of(new Grid.Cell(row.get(i).title(), "", row.get(i))), 1);
        cell.paintAt(g, i * wide, (int) top, wide, (int) (scale * height(row.get(i))));
      }
      top += scale * rowHeight(from, columns);
    }
  }
}
