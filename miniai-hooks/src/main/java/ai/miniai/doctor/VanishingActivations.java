package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * From the first batches on, deviations shrink layer by layer, or have shrunk to almost nothing in
 * the first few layers: then biases keep up what is left, and no line shows.
 */
final class VanishingActivations implements Pattern {
  /** The batches at the beginning that are looked at. */
  static final int BEGINNING = 5;

  /** What is left of the deviation behind all layers, at most; the lesson's network keeps 0.1. */
  static final double LEFT = 0.05;

  /**
   * The deviation of the later half of the layers below which almost nothing is left, where the
   * inputs' is 1: weights are made to keep it at 1; the course's convolutions have 0.03 at first.
   */
  static final double NOTHING = 0.01;

  /** How probable it may be that depth does not matter. */
  static final double SIGNIFICANCE = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return DepthProfile.of(run.activations(), VanishingActivations::beginning)
        .filter(profile -> shrinks(profile) || profile.deep() < NOTHING * scale(run))
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
                        "per layer", profile.perLayer(),
                        "deviation in the later half", profile.deep()),
                    "Each layer makes the differences between images smaller, so the last layers see"
                        + " almost the same for all of them, and gradients shrink in the same way.",
                    "Begin with weights that keep the size of activations: Kaiming's before ReLUs,"
                        + " Xavier's before tanh and sigmoid, LSUV before anything; or normalise"
                        + " behind each layer."));
  }

  private static boolean shrinks(DepthProfile profile) {
    return profile.factor() < LEFT && profile.significance() < SIGNIFICANCE;
  }

  /** The deviation of the inputs, if they are small; large ones a first layer may well shrink. */
  private static double scale(Vitals run) {
    return run.input().map(input -> Math.min(1, beginning(input))).orElse(1.0);
  }

  private static double beginning(Series series) {
    return series.median(series::std, 0, BEGINNING);
  }
}
