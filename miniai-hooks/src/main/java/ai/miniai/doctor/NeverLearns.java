package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import ai.miniai.setup.OptimizerInfo;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Parameters that no step changes: those that the optimizer does not have, those that have not
 * changed while others have, and those that are frozen. The last may be so on purpose, as in
 * transfer learning, and are no more than a note unless the run is lost. Biases that do not change
 * are not considered: before a batch normalisation they rightly have no gradient.
 */
final class NeverLearns implements Detector {
  /** The number of steps before anything is reported that only the steps show. */
  static final int STEPS = 10;

  /** A smaller change of mean and deviation, as a fraction of the values, may be rounding. */
  private static final double ROUNDING = 1e-6;

  @Override
  public Optional<Finding> find(Vitals run) {
    Optional<OptimizerInfo> optimizer = run.setup().optimizer();
    List<String> frozen = optimizer.map(OptimizerInfo::frozen).orElse(ImmutableList.of());
    List<String> missing = optimizer.map(OptimizerInfo::missing).orElse(ImmutableList.of());
    if (!missing.isEmpty()) {
      return Optional.of(
          finding(run, missing)
              .severity(atLeastWarning(run))
              .says(
                  "The optimizer does not have %s of the model: %s.",
                  Numbers.of(missing.size(), "parameter", "parameters"), Listing.of(missing))
              .build());
    }
    List<Series> updates =
        run.series(Quantity.UPDATES).stream()
            .filter(series -> series.length() >= STEPS && series.isWeight())
            .toList();
    List<String> still =
        updates.stream()
            .filter(NeverLearns::isStill)
            .map(Series::path)
            .filter(path -> !frozen.contains(path) && !changes(run, path))
            .toList();
    if (!still.isEmpty() && still.size() < updates.size()) {
      return Optional.of(
          finding(run, still)
              .severity(atLeastWarning(run))
              .evidence("of", updates.size(), Unit.COUNT)
              .says(
                  "%d of %d weight tensors have not changed since the start: %s.",
                  still.size(), updates.size(), Listing.of(still))
              .build());
    }
    return frozen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            finding(run, frozen)
                .severity(run.severity() == Severity.SICK ? Severity.SICK : Severity.NOTE)
                .says(
                    "%s frozen (requiresGrad is false): %s.",
                    frozen.size() == 1 ? "1 parameter is" : frozen.size() + " parameters are",
                    Listing.of(frozen))
                .build());
  }

  private static Finding.Builder finding(Vitals run, List<String> paths) {
    return new Finding.Builder(run, Pattern.NEVER_LEARNS)
        .in(paths.get(0))
        .evidence("such parameters", paths.size(), Unit.COUNT)
        .remedies(Remedy.of(Action.UNFREEZE));
  }

  private static Severity atLeastWarning(Vitals run) {
    return run.severity() == Severity.NOTE ? Severity.WARNING : run.severity();
  }

  /** Whether a parameter has changed, though no step did it: by another optimizer, for example. */
  private static boolean changes(Vitals run, String path) {
    return run.series(Quantity.PARAMETERS).stream()
        .filter(series -> series.path().equals(path) && series.length() > 1)
        .anyMatch(
            series -> {
              Distribution first = series.columns().get(0);
              Distribution last = series.columns().get(series.length() - 1);
              double change = Math.hypot(last.mean() - first.mean(), last.std() - first.std());
              return change > ROUNDING * first.rms();
            });
  }

  private static boolean isStill(Series update) {
    return IntStream.range(0, update.length()).allMatch(column -> !(update.rms(column) > 0));
  }
}
