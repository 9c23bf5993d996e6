package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The loss falls, but so slowly that it will not be low at the end of the run. Sick only if it will
 * still be near that of guessing, or if it falls along a straight line and will not come far: a
 * hard task at a good learning rate falls steeply at first.
 */
final class SlowProgress implements Detector {
  /** The significance level for a falling loss: 1 %, as usual. */
  static final double SIGNIFICANCE = 0.01;

  /** A loss that falls along a straight line is hopeless if it ends above this part of guessing. */
  static final double NOT_FAR = 0.75;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    boolean guessing = loss.guessingFor() > 0 && !loss.isBetterThanGuessing();
    if (!loss.isBehind() || guessing || !loss.isFalling(SIGNIFICANCE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.LEARNS_SLOWLY)
            .severity(
                !loss.isLevelledOut() && loss.expectedEnd() > hopeless(run) * loss.chance()
                    ? Severity.SICK
                    : Severity.WARNING)
            .evidence("loss", loss.recent(), Unit.VALUE)
            .evidence("in the end, at this pace", loss.expectedEnd(), Unit.VALUE)
            .evidence("loss of guessing", loss.chance(), Unit.VALUE)
            .says(
                "The loss, %s, still falls, but at this pace it will be %s when the run is over"
                    + " (guessing: %s).",
                Numbers.text(loss.recent()),
                Numbers.text(loss.expectedEnd()),
                Numbers.text(loss.chance()))
            .means("On a hard task that may be all that so short a run can reach.")
            .remedies(
                Remedy.of(Action.MORE_EPOCHS), Remedy.rate(3), Remedy.of(Action.ADD_NORMALISATION))
            .build());
  }

  /** The fraction of the loss of guessing above which the end of the run is no success. */
  private static double hopeless(Vitals run) {
    boolean straight = run.loss().isStraight() && !run.levelsOutInValidation();
    return straight ? NOT_FAR : LossCourse.GUESSING;
  }
}
