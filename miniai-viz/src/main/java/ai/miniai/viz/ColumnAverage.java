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
    double[] edges = new double[values.length + 1];
    Arrays.setAll(edges, i -> i);
    return of(values, edges, width);
  }

  /**
   * As {@link #of(double[], int)}, where value {@code i} reaches from {@code edges[i]} to {@code
   * edges[i + 1]}.
   */
  static double[] of(double[] values, double[] edges, int width) {
    double stretch = edges[values.length] / width;
    double[] means = new double[width];
    int first = 0;
    for (int i = 0; i < width; i++) {
      double from = i * stretch;
      while (first + 1 < values.length && edges[first + 1] <= from) {
        first++;
      }
      means[i] = mean(values, edges, first, from, from + stretch);
    }
    return means;
  }

  private static double mean(double[] values, double[] edges, int first, double from, double to) {
    double sum = 0;
    double weights = 0;
    for (int i = first; i < values.length && edges[i] < to; i++) {
      double weight = Math.min(edges[i + 1], to) - Math.max(edges[i], from);
      if (!Double.isNaN(values[i])) {
        sum += weight * values[i];
        weights += weight;
      }
    }
    return weights > 0 ? sum / weights : Double.NaN;
  }
}
