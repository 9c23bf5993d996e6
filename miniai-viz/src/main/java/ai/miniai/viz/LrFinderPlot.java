package ai.miniai.viz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The losses of a learning rate range test, against the learning rate. */
final class LrFinderPlot {
  private LrFinderPlot() {}

  /**
   * The figure of {@code losses} at {@code rates}, which must increase.
   *
   * @param suggestions learning rates by the name of the suggestion method
   */
  static Figure of(double[] rates, double[] losses, Map<String, Double> suggestions, String title) {
    if (IntStream.range(0, rates.length).noneMatch(i -> drawable(rates[i], losses[i]))) {
      String why = rates.length == 0 ? "No learning rate was tried." : "No loss was finite.";
      return Figure.of(new Message(why), title, 640, 240);
    }
    List<Line> points = points(rates, losses, suggestions);
    List<Axes.Layer> layers = new ArrayList<>();
    layers.add(new Line("loss", Palette.BLUE, exponents(rates), losses, Line.Form.PLAIN));
    layers.addAll(points);
    double[] shown =
        DoubleStream.concat(
                Arrays.stream(exponents(rates)),
                points.stream().mapToDouble(point -> point.xs()[0]))
            .filter(Double::isFinite)
            .toArray();
    Axis x = Axis.decades(shown).titled("learning rate");
    Spread spread = Spread.of(ofInterest(losses));
    Axes axes = new Axes(x, spread.axis().titled("loss"), layers);
    Legend legend = new Legend(points);
    Panel panel = points.isEmpty() ? axes : legend.beside(axes);
    int width = 640 + (points.isEmpty() ? 0 : legend.width());
    return Sheet.of(panel, spread.note()).figure(title, width, 400);
  }

  private static double[] exponents(double... rates) {
    return Arrays.stream(rates).map(Math::log10).toArray();
  }

  /** A point on the curve for each suggested rate, each in its own colour. */
  private static List<Line> points(
      double[] rates, double[] losses, Map<String, Double> suggestions) {
    Map<Double, String> names = new LinkedHashMap<>();
    suggestions.forEach(
        (name, rate) -> names.merge(rate, name, (some, other) -> some + ", " + other));
    List<Line> points = new ArrayList<>();
    names.forEach(
        (rate, name) ->
            points.add(
                new Line(
                    name + ": " + NumberText.of(rate, 2),
                    Palette.line(points.size() + 1, suggestions.size() + 1),
                    new double[] {Math.log10(rate)},
                    new double[] {lossAt(rate, rates, losses)},
                    Line.Form.POINT)));
    return points;
  }

  /**
   * The loss at a rate between the tested ones: interpolated linearly over the logarithm of the
   * rate.
   */
  private static double lossAt(double rate, double[] rates, double... losses) {
    int next = 0;
    while (next < rates.length - 1 && rates[next] < rate) {
      next++;
    }
    if (next == 0 || rates[next] <= rate) {
      return losses[next];
    }
    double share = Math.log(rate / rates[next - 1]) / Math.log(rates[next] / rates[next - 1]);
    return losses[next - 1] + share * (losses[next] - losses[next - 1]);
  }

  private static boolean drawable(double rate, double loss) {
    return rate > 0 && Double.isFinite(loss);
  }

  /**
   * The losses that determine the range of the y-axis. The last one is left out: it ended the
   * search because it was high, often so high that nothing else would be visible.
   */
  private static double[] ofInterest(double... losses) {
    double[] others = Arrays.copyOf(losses, losses.length - 1);
    return Arrays.stream(others).filter(Double::isFinite).count() > 1 ? others : losses;
  }
}
