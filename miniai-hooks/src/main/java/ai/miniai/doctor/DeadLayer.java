package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Comparator;
import java.util.Optional;

/** Most units of a layer have a constant output, whatever the input. */
final class DeadLayer implements Detector {
  /** The share of dead units that is reported: more than are inactive by chance. */
  static final double MANY = 0.5;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> share(series) > MANY)
        .max(Comparator.comparingDouble(DeadLayer::share))
        .map(
            series ->
                new Finding.Builder(run, Pattern.DEAD_UNITS)
                    .in(series.path())
                    .batches(
                        series.batches().get(Math.max(0, series.length() - LossCourse.WINDOW)),
                        series.lastBatch())
                    .evidence("share of dead units", share(series), Unit.SHARE)
                    .says(
                        "%s of its units put out the same for every input of a batch.",
                        Numbers.percent(share(series)))
                    .means(
                        "They tell the next layer nothing, and no gradient reaches what is before"
                            + " them, so they stay dead.")
                    .remedies(
                        Remedy.rate(1.0 / 3),
                        Remedy.of(Action.INITIALISE),
                        Remedy.of(Action.CHANGE_ACTIVATION))
                    .build());
  }

  private static double share(Series series) {
    return series.recent(series.dead());
  }
}
