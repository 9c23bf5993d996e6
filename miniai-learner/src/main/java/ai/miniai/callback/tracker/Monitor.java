package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Training;
import ai.miniai.callback.progress.MetricsCB;
import com.google.common.collect.Iterables;
import java.util.OptionalDouble;

/**
 * The metric of the validation data that tells how good the model is.
 *
 * @param metric its name in {@link MetricsCB}, or "loss" for the mean loss
 * @param larger whether larger is better
 * @param minDelta the smallest difference that counts as an improvement, 0 or more
 */
public record Monitor(String metric, boolean larger, double minDelta) {
  /** Fails with an {@link IllegalArgumentException} if minDelta is negative. */
  public Monitor {
    checkArgument(minDelta >= 0, "minDelta must not be negative: %s", minDelta);
  }

  /** A metric to minimize: {@code min("loss")}. */
  public static Monitor min(String metric) {
    return new Monitor(metric, false, 0);
  }

  /** A metric to maximize: {@code max("accuracy")}. */
  public static Monitor max(String metric) {
    return new Monitor(metric, true, 0);
  }

  /** The same metric with another minDelta. */
  public Monitor minDelta(double delta) {
    return new Monitor(metric, larger, delta);
  }

  /** The initial best value, which any number except NaN improves. */
  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Whether {@code value} is an improvement. NaN never is. */
  boolean isBetter(double value, double best) {
    return larger ? value > best + minDelta : value < best - minDelta;
  }

  /** Fails if the fit has no such metric. */
  void check(Training learn) {
    checkArgument(
        MetricsCB.of(learn).names().contains(metric),
        "there is no metric \"%s\", only %s",
        metric,
        MetricsCB.of(learn).names());
  }

  /** The metric of the pass that has just ended, if it was a validation pass and not cancelled. */
  OptionalDouble read(Training learn) {
    MetricsCB.Row row = Iterables.getLast(MetricsCB.of(learn).rows(), null);
    if (row == null || row.training() || learn.training() || row.epoch() != learn.epoch()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(requireNonNull(row.values().get(metric)));
  }
}
