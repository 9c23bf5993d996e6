package ai.miniai.doctor;

import ai.miniai.hooks.Distribution;
import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.Optional;

/**
 * Sigmoids or hyperbolic tangents work at their flat ends. How flat follows exactly from the
 * moments of what they put out: the slope of tanh is 1 − y², with the mean 1 − E[y²]; that of the
 * sigmoid is y · (1 − y), with the mean E[y] − E[y²].
 */
final class SaturatedActivations implements Pattern {
  /**
   * The mean slope, as a share of the steepest, below which hardly a gradient passes. Glorot and
   * Bengio (2010) call a layer saturated when its activations sit at 0 or 1; at 5 % nearly all do.
   */
  static final double FLAT = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> slope(run, series) < FLAT)
        .min(Comparator.comparingDouble(series -> slope(run, series)))
        .map(
            series ->
                new Finding(
                    "saturated activations",
                    series.path(),
                    series.batches().get(Math.max(0, series.length() - LossCourse.WINDOW)),
                    series.lastBatch(),
                    run.severity(),
                    ImmutableMap.of("mean slope, of the steepest", slope(run, series)),
                    "The inputs of this layer are so large that it works at its flat ends, where"
                        + " almost no gradient passes; what is before it does not learn.",
                    "Begin with Xavier's weights, normalise the inputs and before the activation, or"
                        + " use ReLUs."));
  }

  /** The mean slope as a share of the steepest; NaN if the layer is neither of the two. */
  private static double slope(Vitals run, Series series) {
    return switch (run.type(series.path())) {
      case "Tanh" -> series.recent(column -> 1 - square(series, column));
      case "Sigmoid" -> series.recent(column -> 4 * (mean(series, column) - square(series, column)));
      default -> Double.NaN;
    };
  }

  private static double mean(Series series, int column) {
    return series.columns().get(column).mean();
  }

  private static double square(Series series, int column) {
    Distribution values = series.columns().get(column);
    return values.mean() * values.mean() + values.std() * values.std();
  }
}
