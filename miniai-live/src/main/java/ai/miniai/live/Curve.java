package ai.miniai.live;

import com.google.common.math.IntMath;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A line of the page: numbers over training steps.
 *
 * @param group which lines share an axis, such as "loss"
 * @param name what it is
 * @param kind "training", "validation", "guessing", "value" or "usage"
 * @param steps where each point stands: the index of its batch; of validation, of metrics, and of
 *     usage the number of batches so far
 * @param values the mean of the numbers for which the point stands; NaN if one is not finite
 * @param low the least finite one of them
 * @param high the greatest finite one of them
 */
record Curve(
    String group,
    String name,
    String kind,
    int[] steps,
    double[] values,
    double[] low,
    double[] high) {
  /** The greatest number of points: more than a screen has columns. */
  static final int MOST_POINTS = 2000;

  /** Of single numbers at these steps. */
  static Curve of(String group, String name, String kind, int[] steps, double... values) {
    return new Curve(group, name, kind, steps, values, values, values);
  }

  /**
   * Of numbers of consecutive steps, the first at {@code first}. If there are too many, a point
   * stands for 2, 4, 8, … of them, so that points do not move when more come.
   */
  static Curve of(String group, String name, String kind, int first, double... values) {
    int each = IntMath.ceilingPowerOfTwo(Math.max(1, ceilDivide(values.length, MOST_POINTS)));
    if (each == 1) {
      return of(group, name, kind, IntStream.range(first, first + values.length).toArray(), values);
    }
    int count = ceilDivide(values.length, each);
    int[] steps = new int[count];
    double[] means = new double[count];
    double[] low = new double[count];
    double[] high = new double[count];
    for (int i = 0; i < count; i++) {
      int from = i * each;
      int to = Math.min(values.length, from + each);
      steps[i] = first + (from + to - 1) / 2;
      means[i] = Arrays.stream(values, from, to).sum() / (to - from);
      low[i] = finite(values, from, to).min().orElse(Double.NaN);
      high[i] = finite(values, from, to).max().orElse(Double.NaN);
    }
    return new Curve(group, name, kind, steps, means, low, high);
  }

  private static DoubleStream finite(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite);
  }

  private static int ceilDivide(int number, int by) {
    return IntMath.divide(number, by, RoundingMode.CEILING);
  }

  /** Whether it is the same line, perhaps at another time. */
  boolean isSameAs(Curve other) {
    return group.equals(other.group) && name.equals(other.name) && kind.equals(other.kind);
  }

  int size() {
    return steps.length;
  }

  /** Whether a point stands for several numbers. */
  boolean isMerged() {
    return values != low;
  }

  /** The first point that differs from {@code before}; the size if none does. */
  int changedFrom(Curve before) {
    return least(
        Arrays.mismatch(steps, before.steps),
        Arrays.mismatch(values, before.values),
        Arrays.mismatch(low, before.low),
        Arrays.mismatch(high, before.high));
  }

  private int least(int... places) {
    return Arrays.stream(places).filter(place -> place >= 0).min().orElse(size());
  }
}
