package ai.miniai.doctor;

import ai.miniai.recording.Quantity;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Parameters that no step has changed, while others have changed. Biases are not considered: before
 * a batch normalisation they rightly have no gradient.
 */
final class NeverLearns implements Pattern {
  /** The number of steps before anything is reported. */
  static final int STEPS = 10;

  @Override
  public Optional<Finding> find(Vitals run) {
    List<Series> updates =
        run.series(Quantity.UPDATES).stream()
            .filter(series -> series.length() >= STEPS && !series.path().endsWith("bias"))
            .toList();
    List<Series> still = updates.stream().filter(NeverLearns::isStill).toList();
    if (still.isEmpty() || still.size() == updates.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "layer never learns",
            still.get(0).path(),
            0,
            run.lastBatch(),
            run.severity() == Severity.NOTE ? Severity.WARNING : run.severity(),
            ImmutableMap.of(
                "such parameters", (double) still.size(), "of", (double) updates.size()),
            "No step has ever changed these parameters.",
            "If that is not wanted: unfreeze them, hand them to the optimizer, and see that nothing"
                + " between them and the loss cuts the gradient (detach, a dead layer)."));
  }

  private static boolean isStill(Series update) {
    return IntStream.range(0, update.length()).allMatch(column -> !(update.rms(column) > 0));
  }
}
