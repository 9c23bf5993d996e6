package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps are too small or too large for the weights. In a healthy run a step changes a weight by
 * about a thousandth of its size (Karpathy, CS231n, Ratio of weights to updates). Large steps of a
 * network that learns are not reported.
 */
final class UpdateSize implements Pattern {
  private static final double HEALTHY = 1e-3;

  /** Below a tenth of the healthy ratio even a thousand steps change little. */
  static final double SMALL = 1e-4;

  /** Above a hundred times the healthy ratio ten steps overwrite what was learned. */
  static final double LARGE = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    double[] ratios = ratios(run);
    double now = window(ratios, ratios.length);
    double largest =
        IntStream.rangeClosed(LossCourse.WINDOW, ratios.length)
            .mapToDouble(end -> window(ratios, end))
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    int last = run.lastBatch();
    if (largest > LARGE && run.severity() != Severity.NOTE) {
      return Optional.of(
          new Finding(
              "updates too large",
              "",
              0,
              last,
              run.severity(),
              ImmutableMap.of(
                  "update : weight at its largest", largest, "now", now, "in health", HEALTHY),
              "Each step changes a large part of the weights, so that the next batches undo what was"
                  + " learned.",
              "Lower the learning rate, tenfold first (LRFinderCB suggests one), or warm it up."));
    }
    return now < SMALL
        ? Optional.of(
            new Finding(
                "updates too small",
                "",
                Math.max(0, last - LossCourse.WINDOW + 1),
                last,
                run.severity(),
                ImmutableMap.of("update : weight", now, "in health", HEALTHY),
                "Weights hardly move: at this pace the network would need many times as many"
                    + " batches.",
                "Raise the learning rate, tenfold first (LRFinderCB suggests one); if gradients"
                    + " vanish, mend that first."))
        : Optional.empty();
  }

  private static double window(double[] ratios, int end) {
    return Statistic.median(Arrays.copyOfRange(ratios, Math.max(0, end - LossCourse.WINDOW), end));
  }

  /** The median of the ratio over all weights, in each column. */
  private static double[] ratios(Vitals run) {
    List<Series> updates =
        run.series(Quantity.UPDATES).stream().filter(s -> !s.path().endsWith("bias")).toList();
    Map<String, Series> parameters =
        Maps.uniqueIndex(run.series(Quantity.PARAMETERS), Series::path);
    int columns = updates.stream().mapToInt(Series::length).min().orElse(0);
    return IntStream.range(0, columns)
        .mapToDouble(
            column ->
                Statistic.median(
                    updates.stream()
                        .mapToDouble(u -> ratio(u, parameters.get(u.path()), column))
                        .toArray()))
        .toArray();
  }

  private static double ratio(Series update, @Nullable Series parameter, int column) {
    return parameter == null ? Double.NaN : update.rms(column) / parameter.rms(column);
  }
}
