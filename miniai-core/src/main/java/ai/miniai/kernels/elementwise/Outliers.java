package ai.miniai.kernels.elementwise;

import ai.miniai.array.Lanes;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The values of a block for which an approximation of a function is not made: they are computed one
 * by one. Mostly there are none, which one comparison of arrays shows. NaN is not among them. An
 * object is for one thread at a time.
 */
final class Outliers {
  private final float least;
  private final float most;
  private final DoubleUnaryOperator exact;
  private final float[] values = new float[Lanes.count(1)];
  private int first;

  /** Those below {@code least} and above {@code most}, of which {@code exact} is the function. */
  Outliers(float least, float most, DoubleUnaryOperator exact) {
    this.least = least;
    this.most = most;
    this.exact = exact;
  }

  /** Finds them among the first {@code length} values of {@code x}, and remembers these. */
  void find(float[] x, int length) {
    limit(x, least, most, values, length);
    first = Arrays.mismatch(x, 0, length, values, 0, length);
    if (first >= 0) {
      System.arraycopy(x, first, values, first, length - first);
    }
  }

  private static void limit(float[] x, float least, float most, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.max(Math.min(x[i], most), least);
    }
  }

  /** Writes the function of those found to the same places of {@code y}. */
  void replace(float[] y, int length) {
    if (first >= 0) {
      for (int i = first; i < length; i++) {
        if (values[i] < least || values[i] > most) {
          y[i] = (float) exact.applyAsDouble(values[i]);
        }
      }
    }
  }
}
