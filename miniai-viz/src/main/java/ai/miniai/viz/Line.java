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
    POINT,
    /** Small dots without a line. */
    MARKS,
    /** A thin, pale line. */
    FAINT,
    /** A thick line. */
    BOLD,
    /** A thin dashed line. */
    DASHED
  }

  private static final BasicStroke STROKE =
      new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke THIN = new BasicStroke(0.7f);
  private static final BasicStroke THICK =
      new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHES =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {5, 4}, 0);
  private static final int PALE = 110;
  private static final BasicStroke SAMPLE = new BasicStroke(2.2f);
  private static final double DOT = 5;
  private static final double LARGE_DOT = 10;

  /** What lies farther outside the picture is drawn there: drawing fails for huge coordinates. */
  private static final double FAR = 10_000;

  /** A plain line through one value for each step. */
  static Line of(String name, Color color, double... ys) {
    double[] xs = new double[ys.length];
    Arrays.setAll(xs, i -> i + 0.5);
    return new Line(name, color, xs, ys, Form.PLAIN);
  }

  Line as(Form other) {
    return new Line(name, color, xs, ys, other);
  }

  @Override
  public void paint(Graphics2D g, PlotArea area) {
    Rectangle2D bounds = area.bounds();
    double each = isDots() ? DOT : 1.0 / Pixels.SCALE;
    int columns = Math.max(1, (int) (bounds.getWidth() / each));
    Thinning points = Thinning.of(xs, ys, columns);
    g.clip(
        new Rectangle2D.Double(
            bounds.getX() - DOT, bounds.getY(), bounds.getWidth() + 2 * DOT, bounds.getHeight()));
    g.setStroke(stroke());
    g.setColor(form == Form.FAINT ? translucent(PALE) : color);
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
      double y = Math.max(-FAR, Math.min(FAR, area.y(points.ys()[i])));
      if (i == from) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      if (isDots()) {
        paintDot(g, x, y, form == Form.POINT ? LARGE_DOT : DOT);
      } else if (form == Form.DOTTED || to - from == 1) {
        g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
      }
    }
    if (!isDots()) {
      g.draw(path);
    }
    if (form == Form.FILLED) {
      path.lineTo(area.x(points.xs()[to - 1]), area.y(0));
      path.lineTo(area.x(points.xs()[from]), area.y(0));
      path.closePath();
      g.setColor(translucent(50));
      g.fill(path);
      g.setColor(color);
    }
  }

  private boolean isDots() {
    return form == Form.POINT || form == Form.MARKS;
  }

  private BasicStroke stroke() {
    return switch (form) {
      case FAINT -> THIN;
      case BOLD -> THICK;
      case DASHED -> DASHES;
      case PLAIN, DOTTED, FILLED, POINT, MARKS -> STROKE;
    };
  }

  private Color translucent(int opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }

  /** With a light edge, so that neighbouring dots can be distinguished. */
  private void paintDot(Graphics2D g, double x, double y, double size) {
    Ellipse2D dot = new Ellipse2D.Double(x - size / 2, y - size / 2, size, size);
    g.setColor(color);
    g.fill(dot);
    g.setColor(Color.WHITE);
    g.draw(dot);
    g.setColor(color);
  }

  /** The sample of the line in a legend, from ({@code x}, {@code y}) to the right. */
  void paintSample(Graphics2D g, double x, double y, double width) {
    g.setColor(color);
    if (isDots()) {
      g.setStroke(STROKE);
      paintDot(g, x + width / 2, y, form == Form.POINT ? LARGE_DOT : DOT + 1);
    } else {
      boolean special = form == Form.FAINT || form == Form.BOLD || form == Form.DASHED;
      g.setColor(form == Form.FAINT ? translucent(PALE) : color);
      g.setStroke(special ? stroke() : SAMPLE);
      g.draw(new Line2D.Double(x, y, x + width, y));
    }
  }
}
