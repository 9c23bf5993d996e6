package ai.miniai.doctor;

import static ai.miniai.doctor.Pattern.BELOW_CHANCE;
import static ai.miniai.doctor.Pattern.CONSTANT_TARGETS;
import static ai.miniai.doctor.Pattern.DRIFT;
import static ai.miniai.doctor.Pattern.EQUAL_WEIGHTS;
import static ai.miniai.doctor.Pattern.FAILS_IN_VALIDATION;
import static ai.miniai.doctor.Pattern.PLATEAU;
import static ai.miniai.doctor.Pattern.SORTED_TARGETS;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * When a run is over, and its loss ended far below that of guessing, it was not lost, whatever it
 * looked like on the way: then what was called sick is a warning at most. A low training loss says
 * nothing about validation or wrong targets.
 */
final class Hindsight {
  private static final Set<Pattern> NOT_SEEN_IN_THE_LOSS =
      EnumSet.of(CONSTANT_TARGETS, SORTED_TARGETS, BELOW_CHANCE, DRIFT, FAILS_IN_VALIDATION);

  /** What was not so, if the loss is lower than that of guessing in the end. */
  private static final Set<Pattern> MEANS_GUESSING = EnumSet.of(EQUAL_WEIGHTS, PLATEAU);

  private Hindsight() {}

  /**
   * Changes the worst findings of a run that is over.
   *
   * @param last the findings of the last examination
   */
  static void revise(Map<Pattern, Finding> worst, Vitals run, Collection<Finding> last) {
    LossCourse loss = run.loss();
    boolean over = loss.batches() >= loss.planned();
    boolean learned =
        loss.recent() < LossCourse.BEHIND * loss.chance()
            || loss.isLevelledOut()
            || run.learnsInValidation();
    if (over && learned) {
      boolean valid = run.passes().count() > 0 && (run.learns() || run.learnsInValidation());
      worst.replaceAll(
          (pattern, finding) ->
              !valid && NOT_SEEN_IN_THE_LOSS.contains(pattern) ? finding : revised(finding, last));
    } else if (over && loss.isBetterThanGuessing()) {
      worst.replaceAll(
          (pattern, finding) ->
              MEANS_GUESSING.contains(pattern) ? revised(finding, last) : finding);
    }
  }

  private static Finding revised(Finding finding, Collection<Finding> last) {
    return last.stream()
        .filter(other -> other.pattern() == finding.pattern())
        .findFirst()
        .orElseGet(
            () ->
                finding.as(finding.severity() == Severity.SICK ? Severity.WARNING : Severity.NOTE));
  }
}
