package ai.miniai.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;

/**
 * A line through points. It has a gap where y is not finite; a point between two gaps is a dot.
 *
 * @param name for the legend
 * @param color of the line
 * @param xs ascending
 * @param ys as many as {@code xs}
 * @param form how it is drawn
 */
record Line(String name, Color color, double[] xs, double[] ys, Form form) implements Axes.Layer {
  enum Form {
    /** A line. */
    PLAIN,
    /** A line with a dot at each point. */
    DOTTED,
    /** A line with a light fill between it and zero. */
    FILLED,
    /** Large dots without a line. */
    POINT
  }

  private static final BasicStroke STROKE =
      new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke SAMPLE = new BasicStroke(2.2f);
  private static final double DOT = 5;
  private static final double LARGE_DOT = 10;

  /** A plain line through {@code ys} at x = 0, 1, 2, … */
  static Line of(String name, Color color, double... ys) {
    double[] xs = new double[ys.length];
    Arrays.setAll(xs, i -> i);
    return new Line(name, color, xs, ys, Form.PLAIN);
  }

  /** A plain line through {@code ys} over the columns of {@code time}. */
  static Line of(String name, Color color, Timeline time, double... ys) {
    return new Line(name, color, time.centres(), ys, Form.PLAIN);
  }

  Line as(Form other) {
    return new Line(name, color, xs, ys, other);
  }

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    int columns = Math.max(1, (int) (bounds.getWidth() * Pixels.SCALE));
    Thinning points = Thinning.of(xs, ys, columns);
    g.clip(
        new Rectangle2D.Double(
            bounds.getX() - DOT, bounds.getY(), bounds.getWidth() + 2 * DOT, bounds.getHeight()));
    g.setStroke(STROKE);
    g.setColor(color);
    int n = points.xs().length;
    for (int from = 0; from < n; from++) {
      int to = from;
      while (to < n && Double.isFinite(points.ys()[to])) {
        to++;
      }
      if (to > from) {
        paintRun(g, area, points, from, to);
        from = to;
      }
    }
  }

  private void paintRun(Graphics2D g, PlotArea area, Thinning points, int from, int to) {
    Path2D path = new Path2D.Double();
    for (int i = from; i < to; i++) {
      double x = area.x(points.xs()[i]);
      double y = area.y(points.ys()[i]);
      if (i == from) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      if (form == Form.POINT) {
        paintLargeDot(g, x, y);
      } else if (form == Form.DOTTED || to - from == 1) {
        g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
      }
    }
    if (form != Form.POINT) {
      g.draw(path);
    }
    if (form == Form.FILLED) {
      path.lineTo(area.x(points.xs()[to - 1]), area.y(0));
      path.lineTo(area.x(points.xs()[from]), area.y(0));
      path.closePath();
      g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 50));
      g.fill(path);
      g.setColor(color);
    }
  }

  /** With a light edge, so that neighbouring dots can be distinguished. */
  private void paintLargeDot(Graphics2D g, double x, double y) {
    Ellipse2D dot =
        new Ellipse2D.Double(x - LARGE_DOT / 2, y - LARGE_DOT / 2, LARGE_DOT, LARGE_DOT);
    g.setColor(color);
    g.fill(dot);
    g.setColor(Color.WHITE);
    g.draw(dot);
    g.setColor(color);
  }

  /** The sample of the line in a legend, from ({@code x}, {@code y}) to the right. */
  void paintSample(Graphics2D g, double x, double y, double width) {
    g.setColor(color);
    if (form == Form.POINT) {
      paintLargeDot(g, x + width / 2, y);
    } else {
      g.setStroke(SAMPLE);
      g.draw(new Line2D.Double(x, y, x + width, y));
    }
  }
}
