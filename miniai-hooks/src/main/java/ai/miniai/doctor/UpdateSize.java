package ai.miniai.doctor;

import ai.miniai.hooks.Quantity;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * Steps are too small or too large for the weights that they change. In good health a step changes
 * a weight by about a thousandth of its size (Karpathy, CS231n, Ratio of weights to updates).
 */
final class UpdateSize implements Pattern {
  /** Below a hundredth of the healthy ratio, a thousand steps change little. */
  static final double SMALL = 1e-5;

  /** Above a hundred times the healthy ratio, ten steps replace what was learned. */
  static final double LARGE = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    double ratio =
        Statistic.median(
            run.series(Quantity.UPDATES).stream()
                .filter(update -> update.path().endsWith("weight"))
                .mapToDouble(update -> ratio(run, update))
                .toArray());
    if (!(ratio < SMALL || ratio > LARGE)) {
      return Optional.empty();
    }
    boolean small = ratio < SMALL;
    int last = run.loss().batches() - 1;
    return Optional.of(
        new Finding(
            small ? "updates too small" : "updates too large",
            "",
            Math.max(0, last - LossCourse.WINDOW + 1),
            last,
            run.severity(),
            ImmutableMap.of(
                "update : weight", ratio, "loss", run.loss().recent(), "in health", 1e-3),
            small
                ? "Weights hardly move: at this pace the network would need many times as many"
                    + " batches."
                : "Each step changes a large part of the weights, so that the next batches undo what"
                    + " was learned.",
            small
                ? "Raise the learning rate, tenfold first (LRFinderCB suggests one); if gradients"
                    + " vanish, mend that first."
                : "Lower the learning rate, tenfold first (LRFinderCB suggests one), or warm it"
                    + " up."));
  }

  private static double ratio(Vitals run, Series update) {
    return run.series(Quantity.PARAMETERS).stream()
        .filter(parameter -> parameter.path().equals(update.path()))
        .filter(parameter -> parameter.length() > 0 && update.length() > 0)
        .mapToDouble(parameter -> update.recent(update::rms) / parameter.recent(parameter::rms))
        .findFirst()
        .orElse(Double.NaN);
  }
}
