package ai.miniai.viz;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Quantities over the steps of a fit, one panel per quantity. */
final class RecorderPlot {
  private static final int CELL = 360;
  private static final double ASPECT = 1.45;

  private RecorderPlot() {}

  /** The figure of {@code lines}: for each name, one value per batch. */
  static Figure of(Map<String, double[]> lines, String title) {
    if (lines.isEmpty()) {
      return Figure.of(new Message("No quantity was chosen to be recorded."), title, 640, 240);
    }
    List<Grid.Cell> cells =
        lines.entrySet().stream().map(line -> cell(line.getKey(), line.getValue())).toList();
    return new Grid(cells, ASPECT)
        .figure(
            title, CELL, panels -> new Sheet(panels, "", Timeline.STEPS, "", note(lines.values())));
  }

  private static Grid.Cell cell(String name, double... values) {
    long lost = Arrays.stream(values).filter(value -> !Double.isFinite(value)).count();
    if (lost == values.length) {
      String why = lost == 0 ? "no batch has been trained on" : "no number here is finite";
      return new Grid.Cell(name, "", new Message(why));
    }
    Timeline time = Timeline.counted(values.length);
    Spread spread = Spread.of(values);
    String remark =
        LayerGrid.joined(
            lost == 0 ? "" : lost + " of " + values.length + " are NaN or infinite", spread.note());
    List<Axes.Layer> layers =
        List.of(
            time.notFinite(step -> !Double.isFinite(values[step])),
            Line.of(name, Palette.BLUE, values));
    return new Grid.Cell(name, remark, new Axes(time.axis(), spread.axis(), layers));
  }

  private static String note(Collection<double[]> lines) {
    boolean lost =
        lines.stream().flatMapToDouble(Arrays::stream).anyMatch(v -> !Double.isFinite(v));
    return lost ? LayerGrid.NOT_FINITE : "";
  }
}
