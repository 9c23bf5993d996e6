package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.Comparator;
import java.util.Optional;

/** The outputs of layers grow far beyond what the next layers can use. */
final class ExplodingActivations implements Detector {
  /**
   * The largest root mean square in a healthy network; in the lesson a standard deviation of 1 is
   * the goal.
   */
  static final double LARGEST = 100;

  /** Outputs that have grown by this factor were made so large by steps, not by initial weights. */
  static final double GROWN = 10;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> now(series) > LARGEST)
        .max(Comparator.comparingDouble(ExplodingActivations::now))
        .map(
            series ->
                new Finding.Builder(run, Pattern.EXPLODING)
                    .severity(run.severityOfTurmoil())
                    .in(series.path())
                    .batches(first(series), series.lastBatch())
                    .evidence("size of the outputs", now(series), Unit.VALUE)
                    .evidence("at the start", series.rms(0), Unit.VALUE)
                    .says(
                        "Its outputs have grown to %s on average (at the start %s; usual: about 1).",
                        Numbers.text(now(series)), Numbers.text(series.rms(0)))
                    .means(
                        "The next layer is not made for such sizes: a softmax behind it is sure of"
                            + " everything, and gradients are 0 or huge.")
                    .remedies(
                        series.rms(0) < LARGEST / GROWN
                            ? new Remedy[] {
                              Remedy.rate(0.1),
                              Remedy.of(Action.CLIP_GRADIENTS),
                              Remedy.of(Action.INITIALISE)
                            }
                            : new Remedy[] {
                              Remedy.of(Action.INITIALISE),
                              Remedy.of(Action.ADD_NORMALISATION),
                              Remedy.rate(1.0 / 3)
                            })
                    .build());
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
