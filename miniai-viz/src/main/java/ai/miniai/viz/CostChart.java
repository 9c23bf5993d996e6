package ai.miniai.viz;

import ai.miniai.recording.Quantity;
import ai.miniai.recording.WatchingCost;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/**
 * The cost of recording, as one bar per layer.
 *
 * @param rows from top to bottom, at least one
 */
record CostChart(List<WatchingCost.Row> rows) implements Panel {
  private static final List<Quantity> QUANTITIES = List.of(Quantity.values());
  private static final int WIDTH = 670;
  private static final int ROW = 17;
  private static final int NAMES = 230;
  private static final int NUMBERS = 170;

  /** The maximum number of bars; the remaining layers are cheaper, and would not be readable. */
  private static final int MOST = 30;

  static Figure of(WatchingCost cost, String title) {
    if (cost.nanos() == 0) {
      String why = "No cost was recorded: nothing was watched, or the recording is an old one.";
      return Figure.of(new Message(why), title, WIDTH, 240);
    }
    List<WatchingCost.Row> shown = cost.rows().stream().limit(MOST).toList();
    String share =
        cost.fitNanos() == 0
            ? ""
            : String.format(
                Locale.ROOT, "together %.1f %% of the fit", 100.0 * cost.nanos() / cost.fitNanos());
    int others = cost.rows().size() - shown.size();
    String note = LayerGrid.joined(share, others == 0 ? "" : others + " cheaper ones not shown");
    return Sheet.of(new CostChart(shown), note).figure(title, WIDTH, ROW * shown.size() + 4);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    double row = (double) height / rows.size();
    // Names that are higher than their row would touch.
    int each = (int) Math.ceil(Lettering.TICK.leading() / row);
    double numbers = Math.min(NUMBERS, width / 3.0);
    double names = Math.min(NAMES, width / 3.0);
    double room = width - names - numbers;
    double most = rows.stream().mapToDouble(WatchingCost.Row::nanos).max().orElseThrow();
    for (int i = 0; i < rows.size(); i++) {
      WatchingCost.Row cost = rows.get(i);
      double middle = (i + 0.5) * row;
      double length = room * cost.nanos() / most;
      g.setColor(Palette.line(QUANTITIES.indexOf(cost.quantity()), QUANTITIES.size()));
      g.fill(new Rectangle2D.Double(names, middle - row * 0.35, length, row * 0.7));
      String name = cost.quantity().label() + " of " + cost.layer();
      TextGraphics.explain(
          g, new Rectangle2D.Double(0, i * row, width, row), name + ": " + text(cost));
      if (i % each == 0) {
        g.setColor(Palette.INK);
        String shown = Lettering.TICK.fit(name, names - 8);
        Lettering.TICK.drawAt(g, shown, names - 6, middle, Lettering.Anchor.RIGHT);
        String time = Lettering.TICK.fitStart(text(cost), numbers - 8);
        Lettering.TICK.drawAt(g, time, names + length + 4, middle, Lettering.Anchor.LEFT);
      }
    }
  }

  private static String text(WatchingCost.Row cost) {
    String all = String.format(Locale.ROOT, "%,.1f ms", cost.nanos() / 1e6);
    return cost.batches() == 0
        ? all
        : all + String.format(Locale.ROOT, ", %.3f a batch", cost.millisEach());
  }
}
