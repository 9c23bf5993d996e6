package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.Optional;

/** The outputs of layers grow far beyond what the next layers can use. */
final class ExplodingActivations implements Pattern {
  /**
   * The largest root mean square in a healthy network; in the lesson a standard deviation of 1 is
   * the goal.
   */
  static final double LARGEST = 100;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> now(series) > LARGEST)
        .max(Comparator.comparingDouble(ExplodingActivations::now))
        .map(
            series ->
                new Finding(
                    "exploding",
                    series.path(),
                    first(series),
                    series.lastBatch(),
                    run.severity(),
                    ImmutableMap.of(
                        "size of the outputs", now(series),
                        "at the start", series.rms(0)),
                    "Outputs of this layer are hundreds of times larger than the next layer is made"
                        + " for: a softmax behind it is sure of everything, and gradients are 0 or"
                        + " huge.",
                    "Normalise the inputs, begin with Kaiming's weights, lower the learning rate, or"
                        + " clip gradients (GradientClipCB.norm(1))."));
  }

  private static double now(Series series) {
    return series.recent(series::rms);
  }

  private static int first(Series series) {
    int column = 0;
    while (!(series.rms(column) > LARGEST)) {
      column++;
    }
    return series.batches().get(column);
  }
}
