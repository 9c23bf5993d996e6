package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** From the first batches on, deviations shrink layer by layer. */
final class VanishingActivations implements Pattern {
  /** The batches at the beginning that are looked at. */
  static final int BEGINNING = 5;

  /** What is left of the deviation behind all layers, at most; the lesson's network keeps 0.1. */
  static final double LEFT = 0.05;

  /** How probable it may be that depth does not matter. */
  static final double SIGNIFICANCE = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return DepthProfile.of(run.activations(), VanishingActivations::beginning)
        .filter(profile -> profile.factor() < LEFT && profile.significance() < SIGNIFICANCE)
        .map(
            profile ->
                new Finding(
                    "vanishing from the start",
                    profile.smallest(),
                    0,
                    Math.min(BEGINNING - 1, run.lastBatch()),
                    run.severity(),
                    ImmutableMap.of(
                        "deviation behind all layers, of the first one's", profile.factor(),
                        "per layer", profile.perLayer()),
                    "Each layer makes the differences between images smaller, so the last layers see"
                        + " almost the same for all of them, and gradients shrink in the same way.",
                    "Begin with weights that keep the size of activations: Kaiming's before ReLUs,"
                        + " Xavier's before tanh and sigmoid, LSUV before anything; or normalise"
                        + " behind each layer."));
  }

  private static double beginning(Series series) {
    return series.median(series::std, 0, BEGINNING);
  }
}
