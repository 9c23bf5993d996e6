package ai.miniai.viz;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import com.google.common.collect.ImmutableList;
import java.awt.Color;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A figure with one panel per layer of a recording, or with a message if there is nothing to show.
 */
interface LayerGrid {
  double ASPECT = 1.45;

  /** The meaning of {@link Palette#NOT_FINITE}. */
  String NOT_FINITE = "magenta: NaN or infinite";

  /** The recording to draw. */
  Recording recording();

  /** The panel of a layer that has run. */
  Grid.Cell cell(LayerStats layer, List<Distribution> columns);

  /** An explanation of the markings in the panels. */
  String note();

  /** When the columns were. */
  default Timeline time() {
    return Timeline.of(recording());
  }

  /** Epochs and validation. */
  default Marks marks() {
    return time().marks();
  }

  /** Shares of 0 to 1 over time: a line in training, dots in validation. */
  default Axes shares(LayerStats layer, Color color, double... values) {
    Timeline time = time();
    return new Axes(
        time.axis(),
        Axis.range(0, 1),
        ImmutableList.of(
            time.line(layer.name(), color, values).as(Line.Form.FILLED),
            time.notFinite(layer),
            marks(),
            time.dots(layer.name(), Palette.INK, values)));
  }

  /** The meaning of what {@link #shares} draws. */
  default String legend() {
    boolean lost =
        recording().layers().stream()
            .flatMap(layer -> layer.columns().stream())
            .anyMatch(column -> column.nonFinite() > 0);
    return LayerGrid.joined(
        marks().legend(),
        time().validation().isEmpty() ? "" : "dots: in validation",
        lost ? NOT_FINITE : "");
  }

  /**
   * The figure of all layers.
   *
   * @param left the title of the y-axes
   * @param bottom the title of the x-axes; empty for that of time
   * @param right the title of the colour scale
   */
  default Figure figure(String title, String left, String bottom, String right) {
    List<LayerStats> layers = recording().layers();
    if (layers.isEmpty()) {
      return Figure.of(new Message(nothing(recording())), title, 640, 240);
    }
    Grid grid = new Grid(layers.stream().map(this::cellOrMessage).toList(), ASPECT);
    String below = bottom.isEmpty() ? time().title() : bottom;
    String note = note();
    return grid.figure(
        title, cellWidth(layers.size()), p -> new Sheet(p, left, below, right, note));
  }

  private Grid.Cell cellOrMessage(LayerStats layer) {
    List<Distribution> columns = layer.columns();
    return hasRun(columns)
        ? cell(layer, columns)
        : new Grid.Cell(layer.title(), "", new Message("never ran while it was watched"));
  }

  /** Whether any column contains a value. */
  static boolean hasRun(List<Distribution> columns) {
    return columns.stream().anyMatch(column -> column.size() > 0);
  }

  /** Why there is no layer to draw. */
  static String nothing(Recording recording) {
    return recording.columns().isEmpty()
        ? "Nothing was recorded: no module passed the filter, or nothing has run yet."
        : "Nothing was recorded: no module passed the filter.";
  }

  /** Text that says where the first NaN or infinity was; empty if all values were finite. */
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

  /** The non-empty {@code parts}, in one line. */
  static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
  }

  private static int cellWidth(int layers) {
    return layers <= 6 ? 340 : layers <= 12 ? 310 : layers <= 30 ? 280 : 250;
  }
}
