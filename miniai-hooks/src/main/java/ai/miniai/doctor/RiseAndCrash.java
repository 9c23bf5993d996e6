package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The standard deviation of a layer grows exponentially, then falls within a batch or two, and
 * stays low: what the lesson shows at a learning rate that is too high.
 */
final class RiseAndCrash implements Detector {
  /**
   * The factor by which a standard deviation has grown before a crash, at least; used for the
   * lesson's table too.
   */
  static final double RISE = 3;

  /** The fraction that remains after the crash, at most; used for the lesson's table too. */
  static final double LEFT = 0.5;

  /** The maximum number of batches of a crash; in the lesson it is one or two. */
  static final int FALL = 3;

  /**
   * The number of columns before and after a crash that are compared: a dip of a single batch is
   * not a crash.
   */
  static final int SIDE = 3;

  /** The significance level for a rise: 1 %, as usual. */
  static final double SIGNIFICANCE = 0.01;

  /**
   * The significance level for a difference between the few columns before and after: 5 %, as
   * usual.
   */
  static final double FALL_SIGNIFICANCE = 0.05;

  /**
   * How far the level falls, in standard errors of what neighbouring columns vary by anyway: a
   * small batch has another deviation each time, and in a long run some of these look like a crash.
   */
  static final double BEYOND_CHANCE = 4;

  /** The number of batches of guessing after a crash that show that it was fatal, at least. */
  static final int GUESSING_AFTER = 12;

  /** The same as a fraction of the planned run. */
  static final double GUESSING_SHARE = 0.15;

  /**
   * Columns {@code low} to {@code peak} of a series rise, and column {@code after} is the first
   * after the fall.
   */
  private record Cycle(int low, int peak, int after, double rise, double fall, double rate) {}

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .map(series -> finding(run, series, cycles(logStd(series))))
        .flatMap(Optional::stream)
        .max(
            Comparator.comparing(Finding::severity)
                .thenComparing(finding -> finding.evidence("cycles")));
  }

  private static double[] logStd(Series series) {
    return IntStream.range(0, series.length())
        .mapToDouble(column -> series.std(column) > 0 ? Math.log(series.std(column)) : Double.NaN)
        .toArray();
  }

  /** The cycles in the logarithms of the standard deviations, in order. */
  private static List<Cycle> cycles(double... log) {
    List<Cycle> found = new ArrayList<>();
    double scatter = Statistic.scatter(log);
    int low = 0;
    for (int i = 1; i + SIDE <= log.length; i++) {
      int peak = highest(log, Math.max(low, i - FALL), i);
      if (log[i] - log[peak] < Math.log(LEFT) && log[peak] - log[low] > Math.log(RISE)) {
        SimpleRegression rise = Statistic.line(Arrays.copyOfRange(log, low, peak + 1));
        if (rise.getSlope() > 0
            && rise.getSignificance() < SIGNIFICANCE
            && isChange(log, peak, i, scatter)) {
          found.add(
              new Cycle(
                  low,
                  peak,
                  i,
                  Math.exp(log[peak] - log[low]),
                  Math.exp(log[peak] - log[i]),
                  Math.exp(rise.getSlope())));
          low = i;
        }
      }
      if (log[i] < log[low] || Double.isNaN(log[low])) {
        low = i;
      }
    }
    return found;
  }

  private static int highest(double[] values, int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** Whether the levels before {@code peak} and from {@code after} on differ significantly. */
  private static boolean isChange(double[] log, int peak, int after, double scatter) {
    double[] before = Arrays.copyOfRange(log, Math.max(0, peak - SIDE + 1), peak + 1);
    double[] behind = Arrays.copyOfRange(log, after, after + SIDE);
    double fall = Statistic.mean(before) - Statistic.mean(behind);
    double error = scatter * Math.sqrt(1.0 / before.length + 1.0 / behind.length);
    return before.length > 1
        && fall > 0
        && fall > BEYOND_CHANCE * error
        && Statistic.chance(before, behind) < FALL_SIGNIFICANCE;
  }

  private static Optional<Finding> finding(Vitals run, Series series, List<Cycle> cycles) {
    if (cycles.isEmpty()) {
      return Optional.empty();
    }
    Cycle worst = cycles.stream().max(Comparator.comparingDouble(Cycle::fall)).orElseThrow();
    int first = series.batches().get(cycles.get(0).low());
    int crash = series.batches().get(cycles.get(0).after());
    int last = series.batches().get(cycles.get(cycles.size() - 1).after());
    double patience = Math.max(GUESSING_AFTER, GUESSING_SHARE * run.loss().planned());
    boolean nothingLeft =
        run.loss().guessingFor() >= patience
            && run.loss().batches() - crash >= patience
            && !run.loss().isRecovering()
            && !run.seemsToLearn();
    return Optional.of(
        new Finding.Builder(run, Pattern.RISE_AND_CRASH)
            .in(series.path())
            .batches(first, last)
            .severity(nothingLeft ? Severity.SICK : run.severityOfTurmoil())
            .evidence("cycles", cycles.size(), Unit.COUNT)
            .evidence("first crash", crash, Unit.BATCH)
            .evidence("largest rise", worst.rise(), Unit.RATIO)
            .evidence("growth per batch", worst.rate(), Unit.RATIO)
            .evidence("largest fall", worst.fall(), Unit.RATIO)
            .says(
                "Its output deviation grew up to %s-fold and collapsed %s, first at batch %d.",
                Numbers.text(worst.rise()),
                cycles.size() == 1 ? "once" : cycles.size() + " times",
                crash)
            .means(
                "Activations grow exponentially until one update overshoots; after that the layer"
                    + " puts out nearly the same for every input, and what was learned is lost."
                    + " Most likely the learning rate is too high for these weights.")
            .remedies(
                Remedy.rate(1.0 / 3),
                Remedy.of(Action.INITIALISE),
                Remedy.of(Action.ADD_NORMALISATION))
            .build());
  }
}
