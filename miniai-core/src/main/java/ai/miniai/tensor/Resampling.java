package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/** Matrices [new length, old length] that make a side of an image longer or shorter. */
final class Resampling {
  private Resampling() {}

  /** The mean of each of so many parts: part i of n is ⌊i·L/n⌋ to ⌈(i+1)·L/n⌉. */
  static double[][] means(long length, int parts) {
    checkArgument(parts > 0, "the sizes of the output must be positive, not %s", parts);
    double[][] means = new double[parts][Math.toIntExact(length)];
    for (int i = 0; i < parts; i++) {
      int from = (int) (i * length / parts);
      int to = (int) (((i + 1) * length + parts - 1) / parts);
      Arrays.fill(means[i], from, to, 1.0 / (to - from));
    }
    return means;
  }

  /** What lies on the straight lines between the centres of the old places. */
  static double[][] linear(long length, int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    double[][] weights = new double[Math.toIntExact(length * scale)][Math.toIntExact(length)];
    for (int i = 0; i < weights.length; i++) {
      double centre = Math.max((i + 0.5) / scale - 0.5, 0);
      int before = (int) centre;
      int after = Math.min(before + 1, (int) length - 1);
      weights[i][before] += 1 - (centre - before);
      weights[i][after] += centre - before;
    }
    return weights;
  }
}
