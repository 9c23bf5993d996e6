package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/** The run is over, but the loss was still falling fast: more epochs would have paid. */
final class StillFalling implements Detector {
  /** The fraction of the loss that the next quarter of the run would take away, at least. */
  static final double GAIN = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    int quarter = loss.planned() / 4;
    if (loss.batches() < loss.planned()
        || quarter < LossCourse.WINDOW
        || !(loss.chance() > 0)
        || !loss.isFalling(SlowProgress.SIGNIFICANCE)) {
      return Optional.empty();
    }
    double before =
        Statistic.median(loss.losses(loss.planned() - 2 * quarter, loss.planned() - quarter));
    double now = Statistic.median(loss.losses(loss.planned() - quarter, loss.planned()));
    double gain = 1 - now / before;
    if (!(gain > GAIN)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.STILL_FALLING)
            .severity(now > LossCourse.BEHIND * loss.chance() ? Severity.WARNING : Severity.NOTE)
            .evidence("loss", now, Unit.VALUE)
            .evidence("fall in the last quarter", gain, Unit.SHARE)
            .says(
                "In the last quarter of the run the loss fell by %s, to %s, and it had not levelled"
                    + " out.",
                Numbers.percent(gain), Numbers.text(now))
            .means("The run ended too early to show what this network can do.")
            .remedies(Remedy.of(Action.MORE_EPOCHS))
            .build());
  }
}
