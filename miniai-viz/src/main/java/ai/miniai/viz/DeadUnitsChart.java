package ai.miniai.viz;

import ai.miniai.recording.DeadUnits;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import java.util.List;
import java.util.stream.Collectors;

/** The share of dead units of each layer as a line, and the units that were dead at the end. */
record DeadUnitsChart(Recording recording) implements LayerGrid {
  /** The maximum number of unit indices in a heading. */
  private static final int MOST = 6;

  /** The fraction of the columns, at the end, in which the listed units are dead. */
  private static final double END = 0.1;

  @Override
  public Grid.Cell cell(LayerStats layer, List<Distribution> columns) {
    int end = layer.size() - Math.max(1, (int) (END * layer.size()));
    DeadUnits last = layer.deadUnits(end, layer.size());
    if (layer.deadUnits(0, layer.size()).units() == 0) {
      return new Grid.Cell(
          layer.title(), "", new Message("no units: one value each, or another kind of recording"));
    }
    double[] shares = layer.deadUnits().stream().mapToDouble(DeadUnits::share).toArray();
    return new Grid.Cell(layer.title(), remark(last), shares(layer, Palette.VERMILLION, shares));
  }

  /** Text such as "2 of 32 dead at the end: 3, 17". */
  private static String remark(DeadUnits last) {
    int count = last.dead().length();
    String which =
        last.dead().stream()
            .limit(MOST)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return count == 0
        ? "none of " + last.units() + " dead at the end"
        : count
            + " of "
            + last.units()
            + " dead at the end"
            + (count == last.units() ? "" : ": " + which + (count > MOST ? ", …" : ""));
  }

  @Override
  public String note() {
    return LayerGrid.joined(legend(), "at the end: in the last tenth");
  }
}
