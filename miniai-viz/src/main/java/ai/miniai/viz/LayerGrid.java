package ai.miniai.viz;

import ai.miniai.hooks.Distribution;
import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Recording;
import com.google.common.collect.ImmutableList;
import java.util.List;

/** A figure with a panel for each layer of a recording, or one that says why there is none. */
interface LayerGrid {
  double ASPECT = 1.45;

  /** The panel of a layer, which has run. */
  Grid.Cell cell(LayerStats layer, ImmutableList<Distribution> columns);

  /** What the signs in the panels mean. */
  String note(Recording recording);

  /** The figure of all layers. */
  default Figure figure(Recording recording, String title, String left, String right) {
    List<LayerStats> layers = recording.layers();
    if (layers.isEmpty()) {
      return Figure.of(new Message(nothing(recording)), title, 640, 240);
    }
    Grid grid = new Grid(layers.stream().map(this::cellOrMessage).toList(), ASPECT);
    String note = note(recording);
    return grid.figure(
        title, cellWidth(layers.size()), p -> new Sheet(p, left, "batch", right, note));
  }

  private Grid.Cell cellOrMessage(LayerStats layer) {
    ImmutableList<Distribution> columns = layer.columns();
    return hasRun(columns)
        ? cell(layer, columns)
        : new Grid.Cell(layer.name(), "", new Message("never ran while it was watched"));
  }

  /** Whether any column holds a value. */
  static boolean hasRun(List<Distribution> columns) {
    return columns.stream().anyMatch(column -> column.size() > 0);
  }

  /** Why there is no layer to draw. */
  static String nothing(Recording recording) {
    return recording.columns().isEmpty()
        ? "Nothing was recorded: no module passed the filter, or nothing has run yet."
        : "Nothing was recorded: no module passed the filter.";
  }

  private static int cellWidth(int layers) {
    return layers <= 6 ? 340 : layers <= 12 ? 310 : layers <= 30 ? 280 : 250;
  }
}
