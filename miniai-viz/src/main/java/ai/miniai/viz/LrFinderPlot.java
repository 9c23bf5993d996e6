package ai.miniai.viz;

import com.google.common.primitives.Doubles;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The losses over the learning rates of a range test. */
final class LrFinderPlot {
  private static final BasicStroke DASHED =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 3}, 0);
  private static final double DOT = 8;
  private static final double GAP = 6;

  private LrFinderPlot() {}

  /**
   * The figure of {@code losses} at {@code rates}.
   *
   * @param suggestion one of the rates; NaN for none
   */
  static Figure of(double[] rates, double[] losses, double suggestion, String title) {
    if (IntStream.range(0, rates.length).noneMatch(i -> drawable(rates[i], losses[i]))) {
      String why = rates.length == 0 ? "No learning rate was tried." : "No loss was finite.";
      return Figure.of(new Message(why), title, 640, 240);
    }
    Line line = new Line("loss", Palette.BLUE, rates, losses, Line.Form.PLAIN);
    Axis x = Axis.decades(Arrays.stream(rates).filter(rate -> rate > 0).toArray());
    Axis y = Axis.around(ofInterest(losses));
    int index = Doubles.indexOf(rates, suggestion);
    Axes.Layer mark =
        (g, area) -> {
          if (index >= 0) {
            mark(g, area, rates[index], losses[index]);
          }
        };
    return Figure.of(
        new Axes(x.titled("learning rate"), y.titled("loss"), List.of(line, mark)),
        title,
        640,
        400);
  }

  private static boolean drawable(double rate, double loss) {
    return rate > 0 && Double.isFinite(loss);
  }

  /**
   * The losses that the chart has room for: the last one ends the search by being high, often so
   * high that nothing else would be seen.
   */
  private static double[] ofInterest(double... losses) {
    double[] others = Arrays.copyOf(losses, losses.length - 1);
    return Arrays.stream(others).filter(Double::isFinite).count() > 1 ? others : losses;
  }

  private static void mark(Graphics2D g, PlotArea area, double rate, double loss) {
    Rectangle2D bounds = area.bounds();
    double x = area.x(rate);
    g.setColor(Palette.VERMILLION);
    g.setStroke(DASHED);
    g.draw(new Line2D.Double(x, bounds.getMinY(), x, bounds.getMaxY()));
    if (Double.isFinite(loss)) {
      g.fill(new Ellipse2D.Double(x - DOT / 2, area.y(loss) - DOT / 2, DOT, DOT));
    }
    boolean leftHalf = x < bounds.getCenterX();
    Lettering.LABEL.draw(
        g,
        String.format(Locale.ROOT, "suggestion: %.2g", rate),
        leftHalf ? x + GAP : x - GAP,
        bounds.getY() + 16,
        leftHalf ? Lettering.Anchor.LEFT : Lettering.Anchor.RIGHT);
  }
}
