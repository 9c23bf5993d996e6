package ai.miniai.examples.faults;

import ai.miniai.doctor.Pattern;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * What the doctor's opinion of a run was worth.
 *
 * @param recognised of a faulty run: it was called sick, or warned of with a remedy that mends one
 *     of its faults
 * @param cause of a faulty run: it was recognised, and the first remedy mends one of its faults
 * @param alarm of a good run: it was called sick although it {@linkplain FaultOutcome#endsWell ends
 *     well}, or was warned of with something that is not true
 * @param why in a few words
 */
record FaultJudgement(boolean recognised, boolean cause, boolean alarm, String why) {
  /** Numbers whose largest magnitude is from here to {@link #LARGE} need no scaling. */
  private static final double SMALL = 0.1;

  private static final double LARGE = 10;

  /** What cannot be true of a run that ends well. */
  private static final ImmutableSet<Pattern> HOPELESS =
      Sets.immutableEnumSet(
          Pattern.CONSTANT_OUTPUT,
          Pattern.CONSTANT_TARGETS,
          Pattern.NON_FINITE,
          Pattern.PLATEAU,
          Pattern.BELOW_CHANCE,
          Pattern.FAILS_IN_VALIDATION);

  /** Judges the opinion of a program with these faults. */
  static FaultJudgement ofFaulty(Opinion opinion, Collection<Fault> groundTruth) {
    if (!opinion.warns()) {
      return new FaultJudgement(false, false, false, "missed: there is no warning");
    }
    ImmutableSet<Fault> truth = Fault.real(groundTruth);
    ImmutableSet<Fault> first =
        opinion.mended().isEmpty() ? ImmutableSet.of() : opinion.mended().get(0);
    boolean cause = meet(first, truth);
    boolean recognised =
        opinion.isSick() || opinion.mended().stream().anyMatch(mended -> meet(mended, truth));
    String worth =
        cause
            ? "recognised, with the cause"
            : recognised ? "recognised, but not the cause" : "missed: this is about something else";
    return new FaultJudgement(
        recognised,
        cause,
        false,
        worth
            + (first.isEmpty()
                ? "; no remedy for a known fault comes first"
                : "; the first remedy is for " + Joiner.on(", ").join(first)));
  }

  /** Judges the opinion of a program in which no fault is known. */
  static FaultJudgement ofGood(Opinion opinion, FaultOutcome outcome) {
    String end = outcome.endsWell() ? "it ends well" : "it does not end well";
    if (!opinion.warns()) {
      return new FaultJudgement(false, false, false, "no alarm: " + end);
    }
    if (outcome.endsWell() && opinion.isSick()) {
      return new FaultJudgement(false, false, true, "false alarm: " + end);
    }
    return opinion
        .pattern()
        .flatMap(pattern -> refuted(pattern, outcome))
        .map(fact -> new FaultJudgement(false, false, true, "false alarm: " + fact))
        .orElse(
            new FaultJudgement(
                false, false, false, "no false alarm: " + end + ", and nothing refutes it"));
  }

  /**
   * The fact that contradicts a pattern, if there is one. Inputs or targets are scaled if their
   * largest magnitude is from 0.1 to 10; a run that ends well is neither constant nor not finite,
   * and better than guessing. Other patterns cannot be checked from outside.
   */
  private static Optional<String> refuted(Pattern pattern, FaultOutcome outcome) {
    return switch (pattern) {
      case INPUT_SCALE -> scaled("input", outcome.largestInput());
      case TARGET_SCALE -> scaled("target", outcome.largestTarget());
      default ->
          HOPELESS.contains(pattern) && outcome.endsWell()
              ? Optional.of("it ends well")
              : Optional.empty();
    };
  }

  private static Optional<String> scaled(String what, double largest) {
    return largest >= SMALL && largest <= LARGE
        ? Optional.of(String.format(Locale.ROOT, "the largest %s is %.3g", what, largest))
        : Optional.empty();
  }

  private static boolean meet(ImmutableSet<Fault> some, ImmutableSet<Fault> others) {
    return some.stream().anyMatch(others::contains);
  }
}
