package ai.miniai.viz;

import java.util.Arrays;

/** Fewer columns in place of many: each is the mean of the stretch it stands for. */
final class ColumnAverage {
  private ColumnAverage() {}

  /**
   * {@code width} means of equal stretches of {@code values}, where a value at the border of two
   * stretches counts for each with its share. The mean of all is thus kept. NaN stands for nothing:
   * it is left out, and a stretch of nothing else is NaN.
   */
  static double[] of(double[] values, int width) {
    if (values.length == width) {
      return values.clone();
    }
    double stretch = (double) values.length / width;
    double[] means = new double[width];
    Arrays.setAll(means, i -> mean(values, i * stretch, (i + 1) * stretch));
    return means;
  }

  private static double mean(double[] values, double from, double to) {
    double sum = 0;
    double weights = 0;
    for (int i = (int) from; i < Math.min(values.length, to); i++) {
      double weight = Math.min(i + 1, to) - Math.max(i, from);
      if (!Double.isNaN(values[i])) {
        sum += weight * values[i];
        weights += weight;
      }
    }
    return weights > 0 ? sum / weights : Double.NaN;
  }
}
