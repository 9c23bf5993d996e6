package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** The gradient vanishes or explodes on its way back through the layers. */
final class GradientsAcrossDepth implements Pattern {
  /**
   * The largest ratio between the gradient norms at the two ends of a healthy network. In the
   * experiments of Glorot and Bengio (2010) it stays within a few tens in networks that train well.
   */
  static final double LARGEST = 1000;

  @Override
  public Optional<Finding> find(Vitals run) {
    return DepthProfile.of(run.gradients(), GradientsAcrossDepth::now)
        .filter(profile -> profile.significance() < VanishingActivations.SIGNIFICANCE)
        .filter(profile -> profile.factor() > LARGEST || profile.factor() < 1 / LARGEST)
        .map(profile -> finding(run, profile));
  }

  private static Finding finding(Vitals run, DepthProfile profile) {
    boolean vanishes = profile.factor() > 1; // the gradient comes from the last layer
    int last = run.lastBatch();
    return new Finding(
        vanishes ? "vanishing gradients" : "exploding gradients",
        vanishes ? profile.smallest() : profile.largest(),
        Math.max(0, last - LossCourse.WINDOW),
        last,
        run.severity(),
        ImmutableMap.of(
            "norm at the first layer, of the last one's", 1 / profile.factor(),
            "per layer, on the way back", 1 / profile.perLayer()),
        vanishes
            ? "The first layers hardly hear what was wrong, and learn hardly anything; only the last"
                + " ones are trained."
            : "The first layers get steps that are far too large for them.",
        vanishes
            ? "Use ReLUs instead of sigmoids, Kaiming's or Xavier's weights, normalisation, or"
                + " residual connections (ResBlock)."
            : "Begin with Kaiming's weights, normalise behind each layer, or clip gradients"
                + " (GradientClipCB.norm(1)).");
  }

  private static double now(Series series) {
    return series.recent(series::norm);
  }
}
