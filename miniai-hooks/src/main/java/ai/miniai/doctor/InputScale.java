package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Distribution;
import com.google.common.collect.Comparators;
import java.util.Optional;

/** The inputs of the network are far from mean 0 and standard deviation 1. */
final class InputScale implements Detector {
  /** The largest distance of the mean from 0; pixels in [0, 1], for example, are well within it. */
  static final double MEAN = 3;

  /** The largest standard deviation. Images as bytes have about 90. */
  static final double LARGE = 5;

  /** Below this root mean square it is worth a note only: a network copes with it. */
  static final double FAR = 10;

  /** The smallest standard deviation. */
  static final double SMALL = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.input()
        .filter(Series::ran)
        .flatMap(
            input -> {
              Distribution all = input.pooled();
              return isFine(all.mean(), all.std()) || isSparse(all)
                  ? Optional.empty()
                  : Optional.of(finding(run, input, all.mean(), all.std()));
            });
  }

  private static Finding finding(Vitals run, Series input, double mean, double std) {
    boolean learns = run.learns();
    return new Finding.Builder(run, Pattern.INPUT_SCALE)
        .batches(input.batches().get(0), input.lastBatch())
        .severity(
            learns || (Math.hypot(mean, std) < FAR && std >= SMALL)
                ? Severity.NOTE
                : Comparators.max(run.mildSeverity(), Severity.WARNING))
        .evidence("mean", mean, Unit.VALUE)
        .evidence("deviation", std, Unit.VALUE)
        .says(
            "The inputs have mean %s and deviation %s (usual: about 0 and 1).",
            Numbers.text(mean), Numbers.text(std))
        .means(
            "Initial weights are made for inputs of deviation 1; with others the first layer's"
                + " outputs and steps have the wrong size.")
        .remedies(Remedy.of(Action.NORMALISE_INPUTS))
        .build();
  }

  /** Most inputs are 0, as in one-hot rows or counts of words, and the others are of usual size. */
  private static boolean isSparse(Distribution all) {
    double others = (double) all.size() - all.zeros();
    double size = all.rms() * Math.sqrt(all.size() / others); // root mean square of the others
    return others < all.size() / 2.0 && size >= SMALL && size <= LARGE;
  }

  /** A deviation that is unknown, or 0 because there is a single number, is fine. */
  private static boolean isFine(double mean, double std) {
    return !(Math.abs(mean) > MEAN || std > LARGE || std < SMALL);
  }
}
