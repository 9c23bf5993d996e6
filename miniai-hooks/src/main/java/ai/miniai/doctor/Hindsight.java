package ai.miniai.doctor;

import static ai.miniai.doctor.Pattern.BELOW_CHANCE;
import static ai.miniai.doctor.Pattern.CONSTANT_TARGETS;
import static ai.miniai.doctor.Pattern.DEAD_UNITS;
import static ai.miniai.doctor.Pattern.DRIFT;
import static ai.miniai.doctor.Pattern.EQUAL_WEIGHTS;
import static ai.miniai.doctor.Pattern.EXPLODING;
import static ai.miniai.doctor.Pattern.FAILS_IN_VALIDATION;
import static ai.miniai.doctor.Pattern.LEARNS_SLOWLY;
import static ai.miniai.doctor.Pattern.OSCILLATING;
import static ai.miniai.doctor.Pattern.PLATEAU;
import static ai.miniai.doctor.Pattern.RISE_AND_CRASH;
import static ai.miniai.doctor.Pattern.SORTED_TARGETS;
import static ai.miniai.doctor.Pattern.UPDATES_TOO_LARGE;

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

  /** What was not so, or did little harm, if validation shows that the network has learned. */
  private static final Set<Pattern> MEANS_TURMOIL =
      EnumSet.of(
          RISE_AND_CRASH,
          UPDATES_TOO_LARGE,
          OSCILLATING,
          EXPLODING,
          DEAD_UNITS,
          PLATEAU,
          BELOW_CHANCE);

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
        loss.recent() < LossCourse.below(loss.chance(), LossCourse.BEHIND) || loss.isLevelledOut();
    if (over && learned) {
      boolean valid = run.passes().count() > 0 && (run.learns() || run.seemsToLearn());
      worst.replaceAll(
          (pattern, finding) ->
              !valid && NOT_SEEN_IN_THE_LOSS.contains(pattern) ? finding : revised(finding, last));
    } else if (over) {
      Set<Pattern> refuted = EnumSet.noneOf(Pattern.class);
      if (loss.isBetterThanGuessing()) {
        refuted.addAll(MEANS_GUESSING);
      }
      if (run.seemsToLearn()) {
        refuted.addAll(MEANS_TURMOIL);
      }
      if (run.levelsOutInValidation()) {
        refuted.add(LEARNS_SLOWLY);
      }
      worst.replaceAll(
          (pattern, finding) -> refuted.contains(pattern) ? revised(finding, last) : finding);
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
