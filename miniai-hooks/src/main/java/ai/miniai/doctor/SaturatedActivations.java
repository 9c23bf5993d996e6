package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.setup.LayerInfo;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sigmoids or hyperbolic tangents are saturated. Their mean slope is computed exactly from the
 * moments of their outputs y: tanh has the slope 1 − y², with the mean 1 − E[y²]; the sigmoid has y
 * · (1 − y), with the mean E[y] − E[y²]. Such layers are recognised by their outputs: none is
 * larger than 1, and with a slope of nearly 0 all are near −1, 0 or 1.
 */
final class SaturatedActivations implements Detector {
  /**
   * The mean slope, as a fraction of the steepest, below which hardly any gradient passes. Glorot
   * and Bengio (2010) call a layer saturated if its activations are at 0 or 1; at 5 % nearly all
   * are.
   */
  static final double FLAT = 0.05;

  /**
   * The smallest mean output of a sigmoid that is considered. A ReLU that is 0 for all inputs looks
   * like a saturated sigmoid, but is reported as dead.
   */
  static final double BUSY = 0.25;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.activations().stream()
        .filter(series -> !isOutput(run, series) && slope(series) < FLAT)
        .min(Comparator.comparingDouble(series -> slope(series)))
        .map(
            series ->
                new Finding.Builder(run, Pattern.SATURATED)
                    .in(series.path())
                    .batches(
                        series.batches().get(Math.max(0, series.length() - LossCourse.WINDOW)),
                        series.lastBatch())
                    .evidence("mean slope, of the steepest", slope(series), Unit.SHARE)
                    .says(
                        "Its mean slope is %s of the steepest: nearly all outputs are at the flat"
                            + " ends.",
                        Numbers.percent(slope(series)))
                    .means("Almost no gradient passes, so what is before it does not learn.")
                    .remedies(
                        Remedy.of(Action.INITIALISE),
                        Remedy.of(Action.ADD_NORMALISATION),
                        Remedy.of(Action.CHANGE_ACTIVATION))
                    .build());
  }

  /** The last layer may well be sure of its answers; layers of other types only look alike. */
  private static boolean isOutput(Vitals run, Series series) {
    Optional<LayerInfo> layer = run.setup().layer(series.path());
    return run.setup().lastLayer().filter(last -> last.path().equals(series.path())).isPresent()
        || layer
            .filter(known -> !known.isActivation("tanh") && !known.isActivation("sigmoid"))
            .isPresent();
  }

  /**
   * The mean slope as a fraction of the steepest; NaN if these are not outputs of a sigmoid or
   * tanh.
   */
  private static double slope(Series series) {
    return series.recent(column -> slope(series.columns().get(column), series.bins()));
  }

  private static double slope(Distribution values, Bins bins) {
    if (!isBounded(values, bins)) {
      return Double.NaN;
    }
    double square = values.mean() * values.mean() + values.std() * values.std();
    double tanh = 1 - square;
    double sigmoid = values.mean() < BUSY ? 1 : 4 * (values.mean() - square);
    return Math.max(0, Math.min(tanh, sigmoid));
  }

  /** Whether there are values, and none of them is larger than 1. */
  private static boolean isBounded(Distribution values, Bins bins) {
    return values.size() > 0
        && values.overflow() == 0
        && IntStream.range(0, bins.count())
            .allMatch(bin -> bins.edge(bin) <= 1 || values.counts().get(bin) == 0);
  }
}
