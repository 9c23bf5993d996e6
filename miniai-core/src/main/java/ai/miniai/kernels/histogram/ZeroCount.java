package ai.miniai.kernels.histogram;

import java.util.Arrays;

/**
 * Counts the zeros in {@link QuarterBlocks}. If the first block has none, it only watches whether
 * there are any in the others, which is cheaper; if so, the number is not known.
 */
final class ZeroCount {
  /** Any number but 0, multiplied by this twice, is above 1. */
  private static final float HUGE = 0x1p127f;

  /** Either the least product seen of four values each, or the number of values that are not 0. */
  private final float[] lanes = new float[QuarterBlocks.QUARTER];

  private boolean counts;
  private boolean known = true;
  private long n;
  private long zeros;

  void add(float[][] x, int length) {
    if (n == 0) {
      Arrays.fill(lanes, 1);
      findLeast(x[0], x[1], x[2], x[3], length, lanes);
      counts = !areAllPositive();
      Arrays.fill(lanes, counts ? 0 : 1);
    }
    n += (long) x.length * length;
    if (counts) {
      for (float[] values : x) {
        countNonZero(values, length, lanes);
      }
    } else {
      findLeast(x[0], x[1], x[2], x[3], length, lanes);
    }
  }

  void add(float value) {
    zeros += value == 0 ? 1 : 0;
  }

  /** A product is 0 if a value is, and if all are very small; it is NaN for 0 · infinity. */
  private static void findLeast(
      float[] a, float[] b, float[] c, float[] d, int length, float[] least) {
    for (int i = 0; i < length; i++) {
      least[i] = Math.min(least[i], Math.abs(a[i] * b[i] * (c[i] * d[i])));
    }
  }

  private static void countNonZero(float[] x, int length, float[] number) {
    for (int i = 0; i < length; i++) {
      number[i] += Math.min(Math.abs(x[i]) * HUGE * HUGE, 1);
    }
  }

  private boolean areAllPositive() {
    boolean positive = true;
    for (float least : lanes) {
      positive &= least > 0; // false for NaN
    }
    return positive;
  }

  void finish() {
    if (!counts) {
      known = areAllPositive();
      return;
    }
    zeros += n;
    for (float number : lanes) {
      zeros -= (long) number;
    }
  }

  void merge(ZeroCount later) {
    known &= later.known;
    zeros += later.zeros;
  }

  boolean isKnown() {
    return known;
  }

  /** The number, if it is known; of values without NaN. */
  long zeros() {
    return zeros;
  }
}
