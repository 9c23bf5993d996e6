package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The same item occurs with different targets. No network can be right for all of them; where the
 * inputs are few categories this is how the task is.
 */
final class ConflictingTargets implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup()
        .targets()
        .filter(targets -> targets.conflicts() > 0)
        .map(
            targets ->
                new Finding.Builder(run, Pattern.CONFLICTING_TARGETS)
                    .severity(Severity.NOTE)
                    .evidence("items", (double) targets.conflicts(), Unit.COUNT)
                    .says(
                        "%s of the training items that were looked at have the same inputs as"
                            + " another one, and a different target.",
                        Numbers.whole(targets.conflicts()))
                    .means(
                        "A network can be right for one of them only, and the loss cannot become 0."
                            + " That is normal where inputs are few categories; otherwise labels"
                            + " are wrong.")
                    .remedies(Remedy.of(Action.CHECK_LABELS))
                    .build());
  }
}
