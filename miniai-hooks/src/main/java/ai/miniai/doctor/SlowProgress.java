package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The loss falls, but so slowly that it will not be low at the end of the run. Never sick: a hard
 * task looks the same at a good learning rate.
 */
final class SlowProgress implements Pattern {
  /** The significance level for a falling loss: 1 %, as usual. */
  static final double SIGNIFICANCE = 0.01;

  @Override
  public Optional<Finding> find(Vitals run) {
    LossCourse loss = run.loss();
    if (!loss.isBehind() || loss.guessingFor() > 0 || !loss.isFalling(SIGNIFICANCE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "learns slowly",
            "",
            0,
            run.lastBatch(),
            Severity.WARNING,
            ImmutableMap.of(
                "loss", loss.recent(),
                "in the end, at this pace", loss.expectedEnd(),
                "loss of guessing", loss.chance()),
            "The loss still falls, but at this pace it will be high when the run is over. On a hard"
                + " task that may be all that so short a run can reach.",
            "Raise the learning rate (LRFinderCB suggests one), take Adam instead of plain SGD, use"
                + " ReLUs instead of sigmoids, normalise behind each layer, or train for more"
                + " epochs."));
  }
}
