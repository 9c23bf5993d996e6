package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
import java.util.List;
import java.util.Optional;

/** The gradient vanishes or explodes on its way back through the layers. */
final class GradientsAcrossDepth implements Detector {
  /**
   * The largest ratio between the gradient norms at the two ends of a healthy network. In the
   * experiments of Glorot and Bengio (2010) it stays within a few tens in networks that train well.
   */
  static final double LARGEST = 1000;

  @Override
  public Optional<Finding> find(Vitals run) {
    return DepthProfile.of(gradients(run), GradientsAcrossDepth::now)
        .filter(profile -> profile.significance() < VanishingActivations.SIGNIFICANCE)
        .filter(profile -> profile.factor() > LARGEST || profile.factor() < 1 / LARGEST)
        .map(profile -> finding(run, profile));
  }

  private static Finding finding(Vitals run, DepthProfile profile) {
    boolean vanishes = profile.factor() > 1; // the gradient comes from the last layer
    int last = run.lastBatch();
    return new Finding.Builder(
            run, vanishes ? Pattern.VANISHING_GRADIENTS : Pattern.EXPLODING_GRADIENTS)
        .in(vanishes ? profile.smallest() : profile.largest())
        .batches(last - LossCourse.WINDOW, last)
        .evidence("norm at the first layer, of the last one's", 1 / profile.factor(), Unit.RATIO)
        .evidence("per layer, on the way back", 1 / profile.perLayer(), Unit.RATIO)
        .says(
            "The gradient %s by a factor of %s between the last layer and the first.",
            vanishes ? "shrinks" : "grows",
            Numbers.text(vanishes ? profile.factor() : 1 / profile.factor()))
        .means(
            vanishes
                ? "The first layers hardly learn what was wrong; only the last ones are trained."
                : "The first layers get steps that are far too large for them.")
        .remedies(
            vanishes
                ? new Remedy[] {
                  Remedy.of(Action.CHANGE_ACTIVATION),
                  Remedy.of(Action.INITIALISE),
                  Remedy.of(Action.ADD_NORMALISATION)
                }
                : new Remedy[] {
                  Remedy.of(Action.INITIALISE),
                  Remedy.of(Action.ADD_NORMALISATION),
                  Remedy.of(Action.CLIP_GRADIENTS)
                })
        .build();
  }

  /** Of the outputs; if these were not recorded, of the weights. */
  private static List<Series> gradients(Vitals run) {
    return run.gradients().isEmpty()
        ? run.series(Quantity.PARAMETER_GRADIENTS).stream().filter(Series::isWeight).toList()
        : run.gradients();
  }

  private static double now(Series series) {
    return series.recent(series::norm);
  }
}
