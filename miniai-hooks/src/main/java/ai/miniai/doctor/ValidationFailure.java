package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The network learns, but this does not carry over to validation: the validation loss is far above
 * the training loss, and was never good. A network that overfits is not reported, because its
 * validation loss was good before it became worse. Nor is one whose first validation fails, because
 * running statistics may not have converged yet.
 */
final class ValidationFailure implements Detector {
  /** The number of validation passes before anything is reported. */
  static final int PASSES = 2;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes losses = run.passes();
    double chance = Double.isNaN(losses.guessing()) ? run.loss().chance() : losses.guessing();
    boolean fails =
        losses.lastValidation() > TrainingValidationDrift.MUCH_WORSE * losses.lastTraining();
    boolean everUseful = !(losses.best() > TrainingValidationDrift.USELESS * chance);
    if (losses.count() < PASSES || !fails || everUseful) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.FAILS_IN_VALIDATION)
            .severity(Severity.SICK)
            .evidence("training loss", losses.lastTraining(), Unit.VALUE)
            .evidence("validation loss", losses.lastValidation(), Unit.VALUE)
            .evidence("the best so far", losses.best(), Unit.VALUE)
            .evidence("loss of guessing", chance, Unit.VALUE)
            .says(
                "Validation has never been useful (loss %s at best; guessing %s) while training"
                    + " reached %s.",
                Numbers.text(losses.best()),
                Numbers.text(chance),
                Numbers.text(losses.lastTraining()))
            .means(
                "What is learned does not carry over. Either the two sets differ, or the network"
                    + " learns its few inputs by heart.")
            .remedies(Remedy.of(Action.SAME_TRANSFORMS), Remedy.of(Action.REGULARISE))
            .build());
  }
}
