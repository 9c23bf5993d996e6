package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * Numbers the epochs above the plot, with a thin line where each starts, and marks the steps of
 * validation passes by triangles.
 *
 * @param pass the number of steps of an epoch; 0 if it is not known
 * @param end the number of steps
 * @param validation the steps of validation passes, in order
 */
record Marks(int pass, double end, ImmutableList<Double> validation) implements Axes.Layer {
  /** The maximum number of lines: more would hide the plot. */
  private static final int MOST = 12;

  private static final BasicStroke THIN = new BasicStroke(0.8f);
  private static final Color LIGHT = new Color(255, 255, 255, 190);
  private static final Color DARK = new Color(0, 0, 0, 110);
  private static final int NUMBERS = 12;
  private static final int TRIANGLES = 5;

  /** Triangles that are closer to each other cannot be told apart. */
  private static final double CLOSEST = 1;

  /** The numbers of the epochs that are marked, if there is room for {@code most} of them. */
  ImmutableList<Integer> epochs(int most) {
    int epochs = pass == 0 ? 0 : (int) Math.ceil(end / pass);
    if (epochs < 2) {
      return ImmutableList.of();
    }
    int every =
        (int) Ticks.step(Math.max(1.0, epochs / (double) Math.max(1, Math.min(most, MOST))));
    ImmutableList.Builder<Integer> marked = ImmutableList.builder();
    for (int epoch = 0; epoch < epochs; epoch += every) {
      marked.add(epoch);
    }
    return marked.build();
  }

  /** The meaning of the marks; empty if there are none. */
  String legend() {
    return LayerGrid.joined(
        epochs(MOST).isEmpty() ? "" : "numbers above: epochs",
        validation.isEmpty() ? "" : "triangles above: validation");
  }

  @Override
  public int lane() {
    int numbers = epochs(MOST).isEmpty() ? 0 : NUMBERS;
    return numbers + (validation.isEmpty() ? 0 : TRIANGLES);
  }

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    double widest = Lettering.SMALL.width(String.valueOf((long) (end / Math.max(1, pass)))) + 6;
    ImmutableList<Integer> epochs = epochs((int) (bounds.getWidth() / widest));
    double base = bounds.getMinY() - (validation.isEmpty() ? 3 : TRIANGLES + 2);
    double free = bounds.getMinX();
    g.setStroke(THIN);
    for (int epoch : epochs) {
      double x = area.x((double) epoch * pass);
      if (epoch > 0) {
        // A dark line next to a light one is visible on violet and on yellow.
        paintLine(g, LIGHT, x - THIN.getLineWidth(), bounds);
        paintLine(g, DARK, x, bounds);
      }
      double wide = Lettering.SMALL.width(String.valueOf(epoch));
      double left = Math.max(bounds.getMinX(), x - wide / 2);
      if (left >= free && left + wide <= bounds.getMaxX()) {
        g.setColor(Palette.SOFT_INK);
        Lettering.SMALL.draw(g, String.valueOf(epoch), left, base, Lettering.Anchor.LEFT);
        free = left + wide + 3;
      }
    }
    g.setColor(Palette.INK);
    double previous = Double.NEGATIVE_INFINITY;
    for (double step : validation) {
      double x = area.x(step);
      if (x - previous >= CLOSEST) {
        paintTriangle(g, x, bounds.getMinY() - 0.5);
        previous = x;
      }
    }
  }

  private static void paintTriangle(Graphics2D g, double x, double tip) {
    Path2D triangle = new Path2D.Double();
    triangle.moveTo(x, tip);
    triangle.lineTo(x - 2.5, tip - TRIANGLES + 0.5);
    triangle.lineTo(x + 2.5, tip - TRIANGLES + 0.5);
    triangle.closePath();
    g.fill(triangle);
  }

  private static void paintLine(Graphics2D g, Color color, double x, Rectangle2D bounds) {
    g.setColor(color);
    g.draw(new Line2D.Double(x, bounds.getMinY(), x, bounds.getMaxY()));
  }
}
