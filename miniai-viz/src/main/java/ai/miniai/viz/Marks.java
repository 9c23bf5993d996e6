package ai.miniai.viz;

import ai.miniai.recording.Recording;
import com.google.common.collect.ImmutableList;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Marks the starts of epochs by thin lines, and validation batches by a bar above the plot.
 *
 * @param epochs the first batch of each marked epoch
 * @param step 1 if every epoch is marked, 5 if every fifth is
 * @param validation ranges of batches
 */
record Marks(ImmutableList<Integer> epochs, int step, ImmutableList<Stretch> validation)
    implements Axes.Layer {
  /** Batches {@code from} (inclusive) to {@code to} (exclusive). */
  record Stretch(int from, int to) {}

  /** The maximum number of lines: more would hide the plot. */
  private static final int MOST = 12;

  private static final BasicStroke THIN = new BasicStroke(0.8f);
  private static final Color LIGHT = new Color(255, 255, 255, 190);
  private static final Color DARK = new Color(0, 0, 0, 110);
  private static final Color VALIDATION = new Color(0x404040);
  private static final double BAR = 3;

  /** The marks for these columns. */
  static Marks of(List<Recording.Column> columns) {
    List<Integer> starts =
        IntStream.range(1, columns.size())
            .filter(i -> columns.get(i).epoch() != columns.get(i - 1).epoch())
            .boxed()
            .toList();
    int step = step(starts.size());
    ImmutableList<Integer> epochs =
        starts.stream()
            .filter(i -> columns.get(i).epoch() % step == 0)
            .collect(ImmutableList.toImmutableList());
    double[] edges = Timeline.of(columns, 0).edges();
    return new Marks(
        epochs.stream().map(i -> (int) edges[i]).collect(ImmutableList.toImmutableList()),
        step,
        validation(columns, edges));
  }

  /** The first of 1, 2, 5, 10, 20, … that leaves few enough lines. */
  private static int step(int lines) {
    int step = 1;
    while (lines / step > MOST) {
      boolean startsWithTwo = Integer.toString(step).startsWith("2");
      step = startsWithTwo ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  private static ImmutableList<Stretch> validation(
      List<Recording.Column> columns, double... edges) {
    ImmutableList.Builder<Stretch> stretches = ImmutableList.builder();
    int begin = 0;
    for (int i = 0; i < columns.size(); i++) {
      boolean last = i + 1 == columns.size();
      if (columns.get(i).training()) {
        begin = i + 1;
      } else if (last || columns.get(i + 1).training()) {
        stretches.add(new Stretch((int) edges[begin], (int) edges[i + 1]));
      }
    }
    return stretches.build();
  }

  /** The meaning of the marks; empty if there are none. */
  String legend() {
    String every = step == 1 ? "epochs" : "every " + step + " epochs";
    String lines = epochs.isEmpty() ? "" : "vertical lines: " + every;
    String bars = validation.isEmpty() ? "" : "dark bars above: validation batches";
    return lines.isEmpty() || bars.isEmpty() ? lines + bars : lines + " · " + bars;
  }

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    g.setColor(VALIDATION);
    for (Stretch stretch : validation) {
      double left = area.x(stretch.from() - 0.5);
      double width = area.x(stretch.to() - 0.5) - left;
      g.fill(new Rectangle2D.Double(left, bounds.getY() - BAR, Math.max(width, 0.5), BAR));
    }
    g.setStroke(THIN);
    for (int epoch : epochs) {
      // A dark line next to a light one is visible on violet and on yellow.
      double x = area.x(epoch - 0.5);
      paintLine(g, LIGHT, x, bounds);
      paintLine(g, DARK, x + THIN.getLineWidth(), bounds);
    }
  }

  private static void paintLine(Graphics2D g, Color color, double x, Rectangle2D bounds) {
    g.setColor(color);
    g.draw(new Line2D.Double(x, bounds.getMinY(), x, bounds.getMaxY()));
  }
}
