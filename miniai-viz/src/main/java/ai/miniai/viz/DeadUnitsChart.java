package ai.miniai.viz;

import ai.miniai.hooks.DeadUnits;
import ai.miniai.hooks.Distribution;
import ai.miniai.hooks.LayerStats;
import ai.miniai.hooks.Recording;
import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;

/** The share of dead units of each layer as a line, and which were dead all the time. */
record DeadUnitsChart(Recording recording) implements LayerGrid {
  /** Numbers of units in a heading: more would not fit. */
  private static final int MOST = 6;

  @Override
  public Grid.Cell cell(LayerStats layer, ImmutableList<Distribution> columns) {
    DeadUnits always = layer.deadUnits(0, layer.size());
    if (always.units() == 0) {
      return new Grid.Cell(
          layer.name(), "", new Message("no units: one value each, or another kind of recording"));
    }
    double[] shares = layer.deadUnits().stream().mapToDouble(DeadUnits::share).toArray();
    Timeline time = time(layer);
    Line line = Line.of(layer.name(), Palette.VERMILLION, time, shares).as(Line.Form.FILLED);
    Axes axes = new Axes(time.axis(), Axis.range(0, 1), ImmutableList.of(line, marks()));
    return new Grid.Cell(layer.name(), remark(always), axes);
  }

  /** "2 of 32 dead throughout: 3, 17". */
  private static String remark(DeadUnits always) {
    int count = always.dead().length();
    String which =
        always.dead().stream()
            .limit(MOST)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return count == 0
        ? "none of " + always.units() + " dead throughout"
        : count
            + " of "
            + always.units()
            + " dead throughout"
            + (count == always.units() ? "" : ": " + which + (count > MOST ? ", …" : ""));
  }

  @Override
  public String note() {
    return marks().legend();
  }
}
