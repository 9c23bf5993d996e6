package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The validation loss was good, and has risen since, while the training loss has fallen (Prechelt,
 * Early Stopping – But When?, 1998: generalisation loss).
 */
final class Overfitting implements Detector {
  /** The number of passes since the best one, at least. */
  static final int SINCE = 2;

  /** How far the validation loss has risen above its best value: Prechelt's threshold is 5 %. */
  static final double RISEN = 1.1;

  /** The validation loss, as a multiple of the training loss. */
  static final double APART = 1.5;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes passes = run.passes();
    double best = passes.best();
    double last = passes.lastValidation();
    if (passes.count() <= passes.bestPass() + SINCE
        || !(best > 0)
        || !(last > RISEN * best && last > APART * passes.lastTraining())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.OVERFITTING)
            .severity(last > guessing(run) ? Severity.WARNING : Severity.NOTE)
            .evidence("best epoch", passes.bestPass(), Unit.COUNT)
            .evidence("validation loss then", best, Unit.VALUE)
            .evidence("validation loss now", last, Unit.VALUE)
            .evidence("training loss now", passes.lastTraining(), Unit.VALUE)
            .says(
                "The validation loss was best after epoch %d (%s, counted from 0) and has risen to %s"
                    + " since, while that of training fell to %s.",
                passes.bestPass(),
                Numbers.text(best),
                Numbers.text(last),
                Numbers.text(passes.lastTraining()))
            .means("The network learns its training data by heart.")
            .remedies(Remedy.of(Action.REGULARISE))
            .build());
  }

  private static double guessing(Vitals run) {
    double known = run.passes().guessing();
    return Double.isNaN(known) ? run.loss().chance() : known;
  }
}
