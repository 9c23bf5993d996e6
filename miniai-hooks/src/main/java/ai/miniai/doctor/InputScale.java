package ai.miniai.doctor;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** The inputs of the network are far from mean 0 and standard deviation 1. */
final class InputScale implements Pattern {
  /** The largest distance of the mean from 0; pixels in [0, 1], for example, are well within it. */
  static final double MEAN = 3;

  /** The largest standard deviation. Images as bytes have about 90. */
  static final double LARGE = 5;

  /** The smallest standard deviation. */
  static final double SMALL = 0.05;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.input()
        .filter(Series::ran)
        .filter(input -> !isFine(mean(input), input.recent(input::std)))
        .map(
            input ->
                new Finding(
                    "input not normalised",
                    "",
                    input.batches().get(0),
                    input.lastBatch(),
                    run.severity() == Severity.NOTE ? Severity.WARNING : run.severity(),
                    ImmutableMap.of("mean", mean(input), "deviation", input.recent(input::std)),
                    "Weights are made for inputs of mean 0 and deviation 1; with others the first"
                        + " layer's outputs and steps have the wrong size.",
                    "Normalise: loader.transform(Normalize.like(images)), for training and"
                        + " validation alike."));
  }

  private static double mean(Series input) {
    return input.recent(column -> input.columns().get(column).mean());
  }

  private static boolean isFine(double mean, double std) {
    return Math.abs(mean) <= MEAN && std <= LARGE && std >= SMALL;
  }
}
