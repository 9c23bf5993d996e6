package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.TargetInfo;
import com.google.common.collect.Comparators;
import java.util.Optional;

/**
 * The training data come class by class, or sorted by their targets, so that each batch knows one.
 */
final class SortedTargets implements Detector {
  /** The number of items that must have been seen. */
  static final int ITEMS = 64;

  /**
   * The fraction of items of the same class as the item before, or the correlation of neighbours.
   */
  static final double REPEATS = 0.9;

  /** The same for shuffled data, at most: where one class is nearly all, order does not show. */
  static final double EXPECTED = 0.7;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup()
        .targets()
        .filter(
            targets ->
                targets.items() >= ITEMS
                    && targets.repeats() > REPEATS
                    && (targets.classCounts().isEmpty()
                        || (targets.classesSeen() > 1 && targets.expectedRepeats() < EXPECTED)))
        .map(targets -> finding(run, targets));
  }

  private static Finding finding(Vitals run, TargetInfo targets) {
    Finding.Builder finding =
        new Finding.Builder(run, Pattern.SORTED_TARGETS)
            .severity(Comparators.max(run.mildSeverity(), Severity.WARNING));
    if (targets.classCounts().isEmpty()) {
      finding
          .evidence("correlation", targets.repeats(), Unit.VALUE)
          .says(
              "The target of a training item is close to that of the item before: their correlation"
                  + " is %s (shuffled: 0).",
              Numbers.text(targets.repeats()));
    } else {
      finding
          .evidence("repeats", targets.repeats(), Unit.SHARE)
          .evidence("repeats of shuffled data", targets.expectedRepeats(), Unit.SHARE)
          .says(
              "%s of the training items have the same class as the item before (shuffled: %s).",
              Numbers.percent(targets.repeats()), Numbers.percent(targets.expectedRepeats()));
    }
    return finding
        .means(
            "The network learns one answer after the other, and forgets those before. The training"
                + " loss may look good, because within a batch there is only one answer.")
        .remedies(Remedy.of(Action.SHUFFLE))
        .build();
  }
}
