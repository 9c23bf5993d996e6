package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The targets of validation do not match those of training: labels that are shifted by one, coded
 * in another way, or in another order than the inputs. The loss falls in the first epoch, when each
 * batch is new to the network: so what it learns carries over to new data. But in validation it is
 * worse than guessing from the first pass on. (A network that learns by heart does not improve on
 * batches that it has not seen.)
 */
final class BelowChance implements Detector {
  /** The fraction of the loss of guessing that is reached in the first epoch. */
  static final double LEARNED = 0.7;

  /** The same if it is no chance, and more than one pass shows that validation fails. */
  static final double CERTAINLY_LEARNED = 0.95;

  /**
   * A single pass may come after an unlucky step: it must be worse than guessing by this factor. So
   * must the last one be if little was learned in the first epoch.
   */
  static final double CLEARLY = 1.2;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes passes = run.passes();
    LossCourse loss = run.loss();
    if (passes.count() == 0) {
      return Optional.empty();
    }
    int firstEnd = passes.end() / passes.count();
    double chance = run.guessingInValidation();
    double first = loss.at(firstEnd - 1);
    double least = passes.best();
    boolean much = first < LossCourse.below(loss.chance(), LEARNED);
    boolean some =
        passes.count() > 1
            && passes.lastValidation() > LossCourse.above(chance, CLEARLY)
            && first < LossCourse.below(loss.chance(), CERTAINLY_LEARNED)
            && Statistic.chanceOfFall(loss.losses(0, firstEnd)) < LossCourse.CERTAIN;
    double bound = LossCourse.above(chance, passes.count() == 1 ? CLEARLY : 1);
    if (firstEnd < LossCourse.WINDOW || !(much || some) || !(least > bound)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.BELOW_CHANCE)
            .batches(firstEnd - 1, run.lastBatch())
            .severity(Severity.SICK)
            .evidence("training loss in the first epoch", first, Unit.VALUE)
            .evidence("validation loss at best", least, Unit.VALUE)
            .evidence("loss of guessing", chance, Unit.VALUE)
            .says(
                "The targets of validation do not match those of training: in the first epoch the"
                    + " loss reached %s on batches that the network had not seen before, but in"
                    + " validation it was never below %s (guessing: %s).",
                Numbers.text(first), Numbers.text(least), Numbers.text(chance))
            .means(
                "Worse than guessing is a mistake in the data, not overfitting: validation labels"
                    + " that are shifted, coded differently or in another order, or inputs that are"
                    + " prepared differently.")
            .remedies(Remedy.of(Action.CHECK_LABELS), Remedy.of(Action.SAME_TRANSFORMS))
            .build());
  }
}
