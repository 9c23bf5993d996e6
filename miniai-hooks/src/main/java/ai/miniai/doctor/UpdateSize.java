package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
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
final class UpdateSize implements Detector {
  private static final double HEALTHY = 1e-3;

  /** Below a tenth of the healthy ratio even a thousand steps change little. */
  static final double SMALL = 1e-4;

  /** Above a hundred times the healthy ratio ten steps overwrite what was learned. */
  static final double LARGE = 0.1;

  /** Below this ratio steps have become so small that large ones at the start do not matter. */
  static final double CALM = 0.02;

  /** What to multiply a rate by whose steps are so large. */
  private static final double LARGE_STEP = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    double[] ratios = ratios(run);
    double now = window(ratios, ratios.length);
    double[] windows =
        IntStream.rangeClosed(1, ratios.length)
            .mapToDouble(end -> end < LossCourse.WINDOW ? Double.NaN : window(ratios, end))
            .toArray();
    int[] large =
        IntStream.range(0, windows.length).filter(column -> windows[column] > LARGE).toArray();
    boolean over = now < CALM && run.loss().isBetterThanGuessing();
    if (large.length > 0 && !over && run.severity() != Severity.NOTE) {
      return Optional.of(tooLarge(run, windows, large, now));
    }
    boolean learned = run.learns() || run.loss().isUsedUp();
    return now < SMALL && !learned ? Optional.of(small(run, now)) : Optional.empty();
  }

  private static Finding small(Vitals run, double now) {
    int last = run.lastBatch();
    Finding.Builder finding =
        new Finding.Builder(run, Pattern.UPDATES_TOO_SMALL)
            .severity(run.loss().isLevelledOut() ? run.mildSeverity() : run.severity())
            .batches(last - LossCourse.WINDOW + 1, last)
            .evidence("update : weight", now, Unit.SHARE)
            .means("At this pace the network would need many times as many batches.")
            .remedies(Remedy.rate(10));
    return (now == 0
            ? finding.says("Steps do not change the weights at all.")
            : finding.says(
                "Steps are %s times smaller than usual: each changes a weight by %s"
                    + " (typical: about 0.1 %%).",
                Numbers.text(Math.rint(HEALTHY / now)), Numbers.percent(now)))
        .build();
  }

  private static Finding tooLarge(Vitals run, double[] windows, int[] large, double now) {
    double largest =
        Arrays.stream(large).mapToDouble(column -> windows[column]).max().orElseThrow();
    Series columns = run.series(Quantity.UPDATES).get(0);
    return new Finding.Builder(run, Pattern.UPDATES_TOO_LARGE)
        .severity(run.severityOfTurmoil())
        .batches(
            columns.batches().get(Math.max(0, large[0] + 1 - LossCourse.WINDOW)),
            columns.batches().get(large[large.length - 1]))
        .evidence("update : weight at its largest", largest, Unit.SHARE)
        .evidence("now", now, Unit.SHARE)
        .says(
            "Steps changed weights by up to %s each (typical: about 0.1 %%).",
            Numbers.percent(largest))
        .means("The next batches undo what was learned.")
        .remedies(Remedy.rate(LARGE_STEP), Remedy.of(Action.CLIP_GRADIENTS))
        .build();
  }

  private static double window(double[] ratios, int end) {
    return Statistic.median(Arrays.copyOfRange(ratios, Math.max(0, end - LossCourse.WINDOW), end));
  }

  /** The median of the ratio over all weights, in each column. */
  private static double[] ratios(Vitals run) {
    List<Series> updates = run.series(Quantity.UPDATES).stream().filter(Series::isWeight).toList();
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
