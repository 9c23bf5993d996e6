package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One number of several layers over time, on axes that fit them: a line in training, dots in
 * validation, and a band where a column of many batches has a wide range.
 *
 * @param time of the columns
 * @param each from the first layer to the last
 * @param decades whether the axis of the numbers is logarithmic; then magnitudes are shown
 */
record Curves(Timeline time, List<Curve> each, boolean decades) {
  /**
   * One layer.
   *
   * @param name for the legend
   * @param color of its line
   * @param values one for each column
   * @param least the least value of a single batch in each column; empty if it is not known
   * @param greatest as many
   */
  record Curve(String name, Color color, double[] values, double[] least, double[] greatest) {
    static Curve of(String name, Color color, double... values) {
      return new Curve(name, color, values, new double[0], new double[0]);
    }

    private boolean hasBand() {
      return !Arrays.equals(least, greatest);
    }
  }

  /** More layers have no dots, which could not be told apart. */
  private static final int MOST_DOTTED = 10;

  /** The lines, for a legend. */
  List<Line> lines() {
    return each.stream()
        .map(curve -> time.line(curve.name(), curve.color(), curve.values()))
        .toList();
  }

  /** An explanation of what is drawn beside the lines. */
  String legend() {
    boolean zeros = decades && all().anyMatch(value -> value == Double.NEGATIVE_INFINITY);
    return LayerGrid.joined(
        time.marks().legend(),
        hasDots() ? "dots: in validation" : "",
        each.stream().anyMatch(Curve::hasBand)
            ? "shaded: from the least to the greatest batch"
            : "",
        zeros ? "at the lower edge: 0" : "");
  }

  private boolean hasDots() {
    return !time.validation().isEmpty() && each.size() <= MOST_DOTTED;
  }

  /** The chart, with a heading that says what its axis leaves out. */
  Grid.Cell cell(String title, Axes.Layer... below) {
    return cell(title, Double.NaN, below);
  }

  /**
   * Like {@link #cell(String, Axes.Layer...)}, with an axis that includes {@code always}, and with
   * layers below the lines.
   */
  Grid.Cell cell(String title, double always, Axes.Layer... below) {
    double[] all = all().filter(Double::isFinite).toArray();
    if (all.length == 0) {
      return new Grid.Cell(title, "", new Message(nothing()));
    }
    Spread spread = decades ? Spread.ofExponents(all) : Spread.of(all);
    double[] range = {spread.min(), spread.max(), always - 0.5, always + 0.5};
    Axis axis = decades ? Axis.exponents(range) : Axis.around(range);
    ImmutableList.Builder<Axes.Layer> layers = ImmutableList.builder();
    layers.add(below);
    layers.add(time.marks());
    for (Curve curve : each) {
      if (curve.hasBand()) {
        layers.add(
            new Band(
                time, curve.color(), places(axis, curve.least()), places(axis, curve.greatest())));
      }
    }
    for (Curve curve : each) {
      double[] places = places(axis, curve.values());
      layers.add(time.line(curve.name(), curve.color(), places));
      if (hasDots()) {
        layers.add(time.dots(curve.name(), curve.color(), places));
      }
    }
    String left = spread.note(value -> decades ? Math.pow(10, value) : value);
    return new Grid.Cell(title, left, new Axes(time.axis(), axis, layers.build()));
  }

  private String nothing() {
    boolean empty = each.stream().allMatch(curve -> curve.values().length == 0);
    return empty
        ? "no layer has run while it was watched"
        : decades ? "no number here is finite and not 0" : "no number here is finite";
  }

  private DoubleStream all() {
    return each.stream()
        .flatMapToDouble(
            curve -> Arrays.stream(Doubles.concat(curve.values(), curve.least(), curve.greatest())))
        .map(this::place);
  }

  /** On a logarithmic axis 0 is at the lower end. */
  private double[] places(Axis axis, double... values) {
    return Arrays.stream(values)
        .map(this::place)
        .map(place -> place == Double.NEGATIVE_INFINITY ? axis.min() : place)
        .toArray();
  }

  private double place(double value) {
    return decades ? Math.log10(Math.abs(value)) : value;
  }
}
