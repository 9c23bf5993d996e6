package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The loss stays at or above ln(classes), the loss of guessing. If the number of classes is
 * unknown: the loss is far above its initial value.
 */
final class ChancePlateau implements Pattern {
  /**
   * A layer with a smaller standard deviation has collapsed. In the lesson 1 is the goal, and after
   * a crash it is about 0.05.
   */
  static final double COLLAPSED = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    if (!loss.isStuck()) {
      return Optional.empty();
    }
    double collapsed =
        run.activations().stream().filter(ChancePlateau::isCollapsed).count()
            / Math.max(1.0, run.activations().size());
    boolean dead = collapsed > 0;
    ImmutableMap.Builder<String, Double> evidence = ImmutableMap.builder();
    evidence.put("loss", loss.recent());
    if (!Double.isNaN(loss.chance())) {
      evidence.put("loss of guessing", loss.chance());
    }
    evidence.put("batches", (double) loss.guessingFor());
    evidence.put("share of collapsed layers", collapsed);
    return Optional.of(
        new Finding(
            "chance-level plateau",
            "",
            loss.batches() - loss.guessingFor(),
            loss.batches() - 1,
            Severity.SICK,
            evidence.buildOrThrow(),
            dead
                ? "The network guesses, and layers have collapsed: their outputs are nearly the"
                    + " same for all images, so no gradient tells them what to change."
                : "The network guesses although its layers are lively: either the steps lead"
                    + " nowhere, or the data has nothing to learn in it.",
            dead
                ? "Stop and start again with Kaiming's weights, with normalisation, and at a lower"
                    + " rate."
                : "Check that labels belong to their inputs (train on ten images until the loss is"
                    + " 0), then try rates ten times higher and lower with the learning rate"
                    + " finder."));
  }

  private static boolean isCollapsed(Series series) {
    return series.recent(series::std) < COLLAPSED;
  }
}
