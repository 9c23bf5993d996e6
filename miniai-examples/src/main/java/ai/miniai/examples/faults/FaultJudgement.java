package ai.miniai.examples.faults;

import ai.miniai.doctor.Severity;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Optional;

/**
 * What the doctor's opinion of a run was worth.
 *
 * @param recognised of a faulty run: it was called sick, or warned of with a remedy that mends one
 *     of its faults
 * @param cause of a faulty run: it was recognised, and the first remedy mends one of its faults
 * @param alarm of a good run: it was called sick although it {@linkplain FaultOutcome#endsWell ends
 *     well}, or was warned of with something that is {@linkplain #refuted not true}
 * @param why in a few words
 */
record FaultJudgement(boolean recognised, boolean cause, boolean alarm, String why) {
  /** Inputs whose largest magnitude is from here to {@link #LARGE} need no scaling. */
  private static final double SMALL = 0.1;

  private static final double LARGE = 10;

  private static final ImmutableSet<String> NOT_LEARNING =
      ImmutableSet.of("chance-level plateau", "learns slowly", "fails in validation");

  /** Judges the opinion of a program with these faults. */
  static FaultJudgement ofFaulty(Opinion opinion, Collection<Fault> groundTruth) {
    if (opinion.severity().isEmpty()) {
      return new FaultJudgement(false, false, false, "missed: no warning");
    }
    ImmutableSet<Fault> truth = Fault.real(groundTruth);
    boolean sick = opinion.severity().get() == Severity.SICK;
    boolean cause = !opinion.faults().isEmpty() && meet(opinion.faults().get(0), truth);
    boolean any = opinion.faults().stream().anyMatch(faults -> meet(faults, truth));
    String named =
        opinion.faults().isEmpty() ? "no remedy" : "first remedy: " + text(opinion.faults().get(0));
    return cause
        ? new FaultJudgement(true, true, false, "recognised, cause named; " + named)
        : new FaultJudgement(
            sick || any,
            false,
            false,
            (sick || any ? "recognised, cause not named; " : "missed: warned of something else; ")
                + named);
  }

  /** Judges the opinion of a program in which no fault is known. */
  static FaultJudgement ofGood(Opinion opinion, FaultOutcome outcome) {
    String end = outcome.endsWell() ? "ends well" : "does not end well";
    if (opinion.severity().isEmpty()) {
      return new FaultJudgement(false, false, false, "no alarm: " + end);
    }
    if (outcome.endsWell() && opinion.severity().get() == Severity.SICK) {
      return new FaultJudgement(false, false, true, "alarm: " + end + ", but is called sick");
    }
    Optional<String> refuted = refuted(opinion.pattern(), outcome);
    return refuted.isPresent()
        ? new FaultJudgement(false, false, true, "alarm: " + refuted.get())
        : new FaultJudgement(false, false, false, "no alarm: " + end + ", nothing refutes it");
  }

  /**
   * The fact that contradicts a pattern, if there is one. "Input not normalised" is not true if the
   * largest magnitude of the inputs is from 0.1 to 10. That a network does not learn is not true if
   * the run ends well. Other patterns cannot be checked from outside.
   */
  private static Optional<String> refuted(String pattern, FaultOutcome outcome) {
    if (pattern.equals("input not normalised")
        && outcome.largestInput() >= SMALL
        && outcome.largestInput() <= LARGE) {
      return Optional.of("no input is larger than " + outcome.largestInput());
    }
    return NOT_LEARNING.contains(pattern) && outcome.endsWell()
        ? Optional.of("ends well, so it learns")
        : Optional.empty();
  }

  private static boolean meet(ImmutableSet<Fault> some, ImmutableSet<Fault> others) {
    return some.stream().anyMatch(others::contains);
  }

  private static String text(ImmutableSet<Fault> faults) {
    return faults.isEmpty() ? "mends none of the kinds" : "mends " + Joiner.on(" or ").join(faults);
  }
}
