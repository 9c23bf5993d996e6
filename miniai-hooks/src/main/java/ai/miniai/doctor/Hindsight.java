package ai.miniai.doctor;

import static ai.miniai.doctor.Pattern.BELOW_CHANCE;
import static ai.miniai.doctor.Pattern.CONSTANT_TARGETS;
import static ai.miniai.doctor.Pattern.DRIFT;
import static ai.miniai.doctor.Pattern.FAILS_IN_VALIDATION;
import static ai.miniai.doctor.Pattern.SORTED_CLASSES;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * When a run is over, and its loss ended far below that of guessing, it was not lost, whatever it
 * looked like on the way: then what was called sick becomes a warning. A low training loss says
 * nothing about validation or wrong targets.
 */
final class Hindsight {
  private static final Set<Pattern> NOT_SEEN_IN_THE_LOSS =
      EnumSet.of(CONSTANT_TARGETS, SORTED_CLASSES, BELOW_CHANCE, DRIFT, FAILS_IN_VALIDATION);

  private Hindsight() {}

  /** Changes the worst findings of a run that is over. */
  static void revise(Map<Pattern, Finding> worst, Vitals run) {
    LossCourse loss = run.loss();
    boolean over = loss.batches() >= loss.planned();
    if (over && loss.recent() < LossCourse.BEHIND * loss.chance()) {
      worst.replaceAll(
          (pattern, finding) ->
              finding.severity() == Severity.SICK && !NOT_SEEN_IN_THE_LOSS.contains(pattern)
                  ? finding.as(Severity.WARNING)
                  : finding);
    }
  }
}
