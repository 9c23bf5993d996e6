package ai.miniai.viz;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A figure with a panel for each layer of a recording, or one that says why there is none. */
interface LayerGrid {
  double ASPECT = 1.45;

  /** What is drawn. */
  Recording recording();

  /** The panel of a layer, which has run. */
  Grid.Cell cell(LayerStats layer, ImmutableList<Distribution> columns);

  /** What the signs in the panels mean. */
  String note();

  /** Where the columns of {@code layer} lie. */
  default Timeline time(LayerStats layer) {
    return Timeline.of(recording().columns(), layer.size());
  }

  /** Where epochs begin. */
  default Marks marks() {
    return Marks.of(recording().columns());
  }

  /**
   * The figure of all layers.
   *
   * @param left what y-axes measure
   * @param bottom what x-axes measure
   * @param right what colours measure
   */
  default Figure figure(String title, String left, String bottom, String right) {
    List<LayerStats> layers = recording().layers();
    if (layers.isEmpty()) {
      return Figure.of(new Message(nothing(recording())), title, 640, 240);
    }
    Grid grid = new Grid(layers.stream().map(this::cellOrMessage).toList(), ASPECT);
    String note = note();
    return grid.figure(
        title, cellWidth(layers.size()), p -> new Sheet(p, left, bottom, right, note));
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

  /** Says where NaN or infinities came first; empty if all was finite. */
  static String trouble(Recording recording) {
    return recording
        .firstNonFinite()
        .map(
            trouble ->
                recording.columns().isEmpty()
                    ? "NaN or infinities in " + trouble.layer()
                    : "first NaN or infinity: " + trouble.layer() + ", " + trouble.first().place())
        .orElse("");
  }

  /** Those of {@code parts} that are not empty, in one line. */
  static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
  }

  private static int cellWidth(int layers) {
    return layers <= 6 ? 340 : layers <= 12 ? 310 : layers <= 30 ? 280 : 250;
  }
}
