package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.Optional;

/** Most units of a layer have a constant output, whatever the input. */
final class DeadLayer implements Pattern {
  /** The share of dead units that is reported: more than are inactive by chance. */
  static final double MANY = 0.5;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> share(series) > MANY)
        .max(Comparator.comparingDouble(DeadLayer::share))
        .map(
            series ->
                new Finding(
                    "dead units",
                    series.path(),
                    series.batches().get(Math.max(0, series.length() - LossCourse.WINDOW)),
                    series.lastBatch(),
                    run.severity(),
                    ImmutableMap.of("share of dead units", share(series)),
                    "These units never change, so they tell the next layer nothing, and no gradient"
                        + " reaches what is before them: they stay dead.",
                    "Start again with a lower learning rate or a warm-up; use GeneralRelu or"
                        + " LeakyReLU, whose slope is never 0; look for biases that are far"
                        + " below 0."));
  }

  private static double share(Series series) {
    return series.recent(series.dead());
  }
}
