package ai.miniai.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How a quantity changes with depth: a linear regression through its logarithms, layer by layer.
 *
 * @param factor the factor by which the regression line changes from the first layer to the last
 * @param perLayer the factor by which it changes from one layer to the next
 * @param significance the p-value: the probability of such a trend if depth does not matter
 * @param deep the median over the later half of the layers
 * @param smallest the layer with the smallest value
 * @param largest the layer with the largest value
 */
record DepthProfile(
    double factor,
    double perLayer,
    double significance,
    double deep,
    String smallest,
    String largest) {
  /** The minimum number of layers for a regression. */
  static final int LAYERS = 4;

  /**
   * Uses the layers for which {@code number} is positive and finite; empty if there are too few.
   */
  static Optional<DepthProfile> of(List<Series> layers, ToDoubleFunction<Series> number) {
    List<Series> present =
        layers.stream()
            .filter(layer -> number.applyAsDouble(layer) > 0)
            .filter(layer -> Double.isFinite(number.applyAsDouble(layer)))
            .toList();
    if (present.size() < LAYERS) {
      return Optional.empty();
    }
    double[] logs =
        present.stream().mapToDouble(layer -> Math.log(number.applyAsDouble(layer))).toArray();
    SimpleRegression line = Statistic.line(logs);
    double[] sorted = logs.clone();
    Arrays.sort(sorted);
    return Optional.of(
        new DepthProfile(
            Math.exp(line.getSlope() * (present.size() - 1)),
            Math.exp(line.getSlope()),
            line.getSignificance(),
            Math.exp(Statistic.median(Arrays.copyOfRange(logs, logs.length / 2, logs.length))),
            path(present, logs, sorted[0]),
            path(present, logs, sorted[sorted.length - 1])));
  }

  private static String path(List<Series> layers, double[] logs, double wanted) {
    for (int i = 0; i < logs.length; i++) {
      if (logs[i] == wanted) {
        return layers.get(i).path();
      }
    }
    throw new IllegalArgumentException(wanted + " is none of " + Arrays.toString(logs));
  }
}
