package ai.miniai.examples.battery.tasks;

import ai.miniai.doctor.Finding;
import ai.miniai.examples.battery.record.Outcome;
import ai.miniai.examples.battery.record.Watched;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A run, how well it has ended, and what the doctor said.
 *
 * @param quality of the run, see {@link Quality}
 * @param reference the quality of runs of the same task without a fault
 * @param troubleAt the batch at which the loss alone shows that something is wrong
 */
record TaskJudged(
    TaskRun run, double quality, double reference, Watched watched, OptionalInt troubleAt) {
  /** A healthy run reaches this share of the reference's quality. */
  static final double HEALTHY = 0.9;

  /** A sick run does not reach more than this share. */
  static final double SICK = 0.4;

  Outcome outcome() {
    double share = quality / reference;
    return share >= HEALTHY ? Outcome.HEALTHY : share > SICK ? Outcome.MIDDLING : Outcome.SICK;
  }

  /** The doctor's word for the run: a severity, or "nothing". */
  String called() {
    return watched
        .diagnosis()
        .severity()
        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
        .orElse("nothing");
  }

  /** Whether the headline names what was done wrong. */
  boolean isNamed() {
    return watched.headline().filter(run.fault().cause()::isNamedBy).isPresent();
  }

  /** Whether the first remedy of the headline would help. */
  boolean isHelped() {
    return watched.headline().filter(run.fault().cause()::isHelpedBy).isPresent();
  }

  /** What happened in one line: outcome, share of the reference's quality, name and headline. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-8s %4.0f %% %s %s: %s",
        outcome().label(),
        100 * quality / reference,
        isNamed() ? "+" : " ",
        run.id(),
        watched.headline().map(Finding::headline).orElse("nothing"));
  }
}
