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

  /** After so many passes a network can have learned its data by heart. */
  static final int MANY_PASSES = 4;

  /** A validation loss above this fraction of that of guessing is no better than guessing. */
  static final double NO_BETTER = 0.98;

  /** A training loss below this fraction of that of guessing has learned something. */
  static final double BY_HEART = 0.9;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes losses = run.passes();
    double chance = run.guessingInValidation();
    double training = losses.lastTraining();
    boolean useless = losses.best() > LossCourse.below(chance, NO_BETTER);
    boolean fails =
        losses.lastValidation() > LossCourse.above(training, TrainingValidationDrift.MUCH_WORSE)
            && losses.best() > LossCourse.below(chance, TrainingValidationDrift.USELESS)
            && !(losses.count() >= MANY_PASSES && !useless);
    boolean byHeart =
        useless
            && losses.count() >= MANY_PASSES
            && training < LossCourse.below(run.loss().chance(), BY_HEART);
    if (losses.count() < PASSES || !(fails || byHeart)) {
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
            .remedies(
                Remedy.of(useless ? Action.CHECK_LABELS : Action.SAME_TRANSFORMS),
                Remedy.of(useless ? Action.SAME_TRANSFORMS : Action.REGULARISE))
            .build());
  }
}
