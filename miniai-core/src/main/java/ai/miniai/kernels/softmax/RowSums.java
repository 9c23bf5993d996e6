package ai.miniai.kernels.softmax;

import ai.miniai.array.Lanes;
import java.util.Arrays;

/**
 * The largest value, or the sum, of each row of a block. It is written to the whole row of {@code
 * out}, because the compiler vectorises the loops that use it only if all arrays have the same
 * index. {@code out} may be {@code x}.
 */
final class RowSums {
  private RowSums() {}

  /** The largest value that is not NaN, or −∞. */
  static void max(float[] x, int columns, int length, float[] out) {
    for (int from = 0; from < length; from += columns) {
      Arrays.fill(out, from, from + columns, max(x, from, from + columns));
    }
  }

  static void sum(float[] x, int columns, int length, float[] out) {
    for (int from = 0; from < length; from += columns) {
      Arrays.fill(out, from, from + columns, (float) Lanes.sum(x, from, from + columns));
    }
  }

  static void logOfSum(float[] x, int columns, int length, float[] out) {
    for (int from = 0; from < length; from += columns) {
      double sum = Lanes.sum(x, from, from + columns);
      Arrays.fill(out, from, from + columns, (float) Math.log(sum));
    }
  }

  /** Four independent maxima, so that the comparisons overlap. */
  private static float max(float[] x, int from, int to) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = from;
    for (; i < to - 3; i += 4) {
      a = x[i] > a ? x[i] : a;
      b = x[i + 1] > b ? x[i + 1] : b;
      c = x[i + 2] > c ? x[i + 2] : c;
      d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < to; i++) {
      a = x[i] > a ? x[i] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }
}
