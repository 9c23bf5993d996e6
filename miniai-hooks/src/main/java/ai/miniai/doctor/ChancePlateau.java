package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Optional;

/**
 * The loss stays at or above that of guessing. If that is unknown: the loss is far above its
 * initial value. In a very short run a loss that falls is reported as still falling.
 */
final class ChancePlateau implements Detector {
  /**
   * A layer with a smaller standard deviation has collapsed. In the lesson 1 is the goal, and after
   * a crash it is about 0.05.
   */
  static final double COLLAPSED = 0.1;

  /** And it had more at the start: this fraction is left. */
  static final double LEFT = 0.3;

  /** A run with no more batches than these may just be too short. */
  static final int SHORT = 100;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    if (!loss.isStuck() || run.seemsToLearn()) {
      return Optional.empty();
    }
    double collapsed =
        run.activations().stream().filter(ChancePlateau::isCollapsed).count()
            / Math.max(1.0, run.activations().size());
    boolean falls =
        Statistic.chanceOfFall(loss.losses(0, loss.batches())) < RiseAndCrash.FALL_SIGNIFICANCE;
    boolean early = loss.planned() <= SHORT && collapsed == 0 && falls;
    boolean over = loss.batches() >= loss.planned();
    boolean known = !Double.isNaN(loss.chance());
    return Optional.of(
        new Finding.Builder(run, early ? Pattern.STILL_FALLING : Pattern.PLATEAU)
            .batches(loss.batches() - loss.guessingFor(), loss.batches() - 1)
            .severity(early && !over ? Severity.WARNING : Severity.SICK)
            .evidence("loss", loss.recent(), Unit.VALUE)
            .evidence("loss of guessing", loss.chance(), Unit.VALUE)
            .evidence("batches", loss.guessingFor(), Unit.COUNT)
            .evidence("share of collapsed layers", collapsed, Unit.SHARE)
            .says(
                "The loss, %s, has been %s for %s.",
                Numbers.text(loss.recent()),
                known
                    ? "at the level of a model that ignores its input ("
                        + Numbers.text(loss.chance())
                        + ") or worse"
                    : "far above its beginning (" + Numbers.text(loss.initial()) + ")",
                Numbers.of(loss.guessingFor(), "batch", "batches"))
            .means(
                collapsed > 0
                    ? "Layers have collapsed: they put out nearly the same for every input, so no"
                        + " gradient tells them what to change."
                    : early
                        ? "The whole run has only "
                            + loss.planned()
                            + " batches: that may be too few to begin to learn."
                        : "Activations look normal. Suspects, in this order: targets do not belong to"
                            + " inputs, learning rate, loss function.")
            .remedies(
                collapsed > 0
                    ? new Remedy[] {Remedy.of(Action.INITIALISE), Remedy.rate(1.0 / 3)}
                    : early
                        ? new Remedy[] {
                          Remedy.of(Action.MORE_EPOCHS), Remedy.of(Action.CHECK_LABELS)
                        }
                        : new Remedy[] {Remedy.of(Action.CHECK_LABELS)})
            .build());
  }

  private static boolean isCollapsed(Series series) {
    double now = series.recent(series::std);
    return now < COLLAPSED && now < LEFT * series.median(series::std, 0, LossCourse.WINDOW);
  }
}
