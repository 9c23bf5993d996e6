package ai.miniai.viz;

import java.util.Arrays;

/** Reduces the number of columns: each new column is the mean of the section that it stands for. */
final class ColumnAverage {
  private ColumnAverage() {}

  /**
   * {@code width} means of equal sections of {@code values}. A value at the border of two sections
   * counts for each in proportion, so the overall mean is kept. NaN values are skipped; a section
   * with only NaN values is NaN.
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
   * Like {@link #of(double[], int)}, for values of different widths: value {@code i} reaches from
   * {@code edges[i]} to {@code edges[i + 1]}.
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
