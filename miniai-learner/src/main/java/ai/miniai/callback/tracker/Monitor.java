package ai.miniai.callback.tracker;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Training;
import ai.miniai.callback.progress.MetricsCB;
import com.google.common.collect.Iterables;
import java.util.OptionalDouble;

/**
 * Which number of the validation data tells how good the model is: of {@link MetricsCB}, by name.
 *
 * @param metric the name, "loss" for the mean loss
 * @param larger whether larger is better
 * @param minDelta by how much it must be better to count as better, 0 or more
 */
public record Monitor(String metric, boolean larger, double minDelta) {
  /** Checks the numbers. */
  public Monitor {
    checkArgument(minDelta >= 0, "minDelta must not be negative: %s", minDelta);
  }

  /** The smaller the better: {@code min("loss")}. */
  public static Monitor min(String metric) {
    return new Monitor(metric, false, 0);
  }

  /** The larger the better: {@code max("accuracy")}. */
  public static Monitor max(String metric) {
    return new Monitor(metric, true, 0);
  }

  /** The same, but by so much it must be better to count as better. */
  public Monitor minDelta(double delta) {
    return new Monitor(metric, larger, delta);
  }

  /** What any number but NaN is better than. */
  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** NaN is never better. */
  boolean isBetter(double value, double best) {
    return larger ? value > best + minDelta : value < best - minDelta;
  }

  /** Fails at the beginning of a fit if the number will not be there. */
  void check(Training learn) {
    checkArgument(
        MetricsCB.of(learn).names().contains(metric),
        "there is no metric \"%s\", only %s",
        metric,
        MetricsCB.of(learn).names());
  }

  /** The number of the pass that has just ended, if it was one of validation and not cancelled. */
  OptionalDouble read(Training learn) {
    MetricsCB.Row row = Iterables.getLast(MetricsCB.of(learn).rows(), null);
    if (row == null || row.training() || learn.training() || row.epoch() != learn.epoch()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(requireNonNull(row.values().get(metric)));
  }
}
