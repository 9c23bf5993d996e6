package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import java.util.List;
import java.util.Optional;

/**
 * From the first batches on, standard deviations shrink layer by layer. Or they have shrunk to
 * almost nothing in the first few layers; then the biases keep the rest constant, and there is no
 * trend over depth.
 */
final class VanishingActivations implements Detector {
  /** The number of batches at the start that are examined. */
  static final int BEGINNING = 5;

  /**
   * The fraction of the standard deviation that remains after all layers, at most; in the lesson's
   * network it is 0.1.
   */
  static final double LEFT = 0.05;

  /**
   * The standard deviation of the later half of the layers below which almost nothing remains, if
   * that of the inputs is 1. Initialisation aims at 1; the course's convolutions start with 0.03.
   */
  static final double NOTHING = 0.01;

  /** Above this fraction a network may well learn: the course's convolutions do. */
  static final double SEVERE = 0.02;

  /** The significance level for a trend over depth. */
  static final double SIGNIFICANCE = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return DepthProfile.of(withoutSoftmax(run), VanishingActivations::beginning)
        .filter(profile -> shrinks(profile) || profile.deep() < NOTHING * scale(run))
        .map(
            profile ->
                new Finding.Builder(run, Pattern.VANISHING)
                    .in(profile.smallest())
                    .batches(0, Math.min(BEGINNING - 1, run.lastBatch()))
                    .severity(profile.deep() < SEVERE * scale(run) ? run.severity() : Severity.NOTE)
                    .evidence(
                        "deviation behind all layers, of the first one's",
                        profile.factor(),
                        Unit.RATIO)
                    .evidence("per layer", profile.perLayer(), Unit.RATIO)
                    .evidence("deviation in the later half", profile.deep(), Unit.VALUE)
                    .says(
                        "From the first batch on, outputs vary less and less from layer to layer: by"
                            + " %s in the later half (usual: about 1).",
                        Numbers.text(profile.deep()))
                    .means(
                        "The last layers see almost the same for every input, and gradients shrink in"
                            + " the same way.")
                    .remedies(Remedy.of(Action.INITIALISE), Remedy.of(Action.ADD_NORMALISATION))
                    .build());
  }

  /** Probabilities of many classes are small by nature. */
  private static List<Series> withoutSoftmax(Vitals run) {
    return run.activations().stream()
        .filter(
            series ->
                run.setup()
                    .layer(series.path())
                    .filter(layer -> layer.isActivation("softmax"))
                    .isEmpty())
        .toList();
  }

  private static boolean shrinks(DepthProfile profile) {
    return profile.factor() < LEFT && profile.significance() < SIGNIFICANCE;
  }

  /**
   * The standard deviation of the inputs if it is small; a first layer may well shrink large
   * inputs.
   */
  private static double scale(Vitals run) {
    return run.input().map(input -> Math.min(1, beginning(input))).orElse(1.0);
  }

  private static double beginning(Series series) {
    return series.median(series::std, 0, BEGINNING);
  }
}
