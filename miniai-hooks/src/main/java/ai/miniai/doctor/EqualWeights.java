package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import com.google.common.collect.Comparators;
import java.util.List;
import java.util.Optional;

/**
 * Weights of a layer that all have the same value at the start: its units compute the same, get the
 * same gradients, and stay the same (Goodfellow and others, Deep Learning, 2016, section 8.4). The
 * weights of normalisations, which start at 1, are meant to be so.
 */
final class EqualWeights implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    List<Series> equal =
        run.series(Quantity.PARAMETERS).stream().filter(EqualWeights::isEqual).toList();
    if (equal.isEmpty() || run.mildSeverity() == Severity.NOTE) {
      return Optional.empty();
    }
    Series first = equal.get(0);
    return Optional.of(
        new Finding.Builder(run, Pattern.EQUAL_WEIGHTS)
            .severity(severity(run))
            .in(first.path())
            .evidence("value", first.columns().get(0).mean(), Unit.VALUE)
            .says(
                "At the start all weights of %s were %s.",
                Listing.of(equal.stream().map(Series::path).toList()),
                Numbers.text(first.columns().get(0).mean()))
            .means(
                "Units that start the same compute the same and get the same gradient, so they stay"
                    + " the same: the layer works as a single unit.")
            .remedies(Remedy.of(Action.INITIALISE))
            .build());
  }

  /**
   * A loss that gets better than guessing, though by little, shows that even a single unit learns
   * something; that may be all that the task needs.
   */
  private static Severity severity(Vitals run) {
    return run.loss().isStuck()
        ? run.mildSeverity()
        : Comparators.min(run.mildSeverity(), Severity.WARNING);
  }

  private static boolean isEqual(Series parameter) {
    if (parameter.length() == 0 || parameter.batches().get(0) != 0 || !parameter.isWeight()) {
      return false;
    }
    Distribution start = parameter.columns().get(0);
    return start.size() > 1 && start.std() == 0 && start.mean() != 1;
  }
}
