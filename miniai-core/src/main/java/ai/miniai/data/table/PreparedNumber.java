package ai.miniai.data.table;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * How a column of numbers is prepared: a missing number becomes the median, and then every number x
 * becomes (x − mean) / std.
 *
 * @param name of the column
 * @param mean of the training rows, after missing numbers have been filled in
 * @param std their standard deviation, with divisor n; 1 if all are equal
 * @param median of the numbers that are not missing
 * @param indicator whether numbers were missing, so that there is a category that says where
 */
record PreparedNumber(String name, double mean, double std, double median, boolean indicator) {
  PreparedNumber {
    checkArgument(
        Double.isFinite(mean) && Double.isFinite(median) && Double.isFinite(std) && std > 0,
        "column \"%s\" would get the mean %s, the standard deviation %s and the median %s: its"
            + " numbers are too large or too small",
        name,
        mean,
        std,
        median);
  }

  static PreparedNumber fit(String name, ImmutableDoubleArray values) {
    double[] present = values.stream().filter(value -> !Double.isNaN(value)).sorted().toArray();
    checkArgument(
        present.length > 0,
        "column \"%s\" has no number in any training row: leave it out of the columns",
        name);
    int half = present.length / 2;
    double median =
        present.length % 2 == 1
            ? present[half]
            : present[half - 1] + (present[half] - present[half - 1]) / 2;
    int missing = values.length() - present.length;
    double mean = (Arrays.stream(present).sum() + missing * median) / values.length();
    double squares =
        Arrays.stream(present).map(value -> square(value - mean)).sum()
            + missing * square(median - mean);
    double std = Math.sqrt(squares / values.length());
    return new PreparedNumber(name, mean, std == 0 ? 1 : std, median, missing > 0);
  }

  private static double square(double x) {
    return x * x;
  }

  float[] apply(ImmutableDoubleArray values) {
    float[] prepared = new float[values.length()];
    for (int i = 0; i < prepared.length; i++) {
      double value = values.get(i);
      prepared[i] = (float) (((Double.isNaN(value) ? median : value) - mean) / std);
    }
    return prepared;
  }

  /** 1 where a number is missing, else 0. */
  static int[] missing(ImmutableDoubleArray values) {
    return values.stream().mapToInt(value -> Double.isNaN(value) ? 1 : 0).toArray();
  }
}
