package ai.miniai.kernels;

import ai.miniai.array.BitBlocks;
import ai.miniai.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Choices between the elements of two row-major float32 arrays, in one pass over memory. */
final class CpuChoice {
  /** Multiplying any float32 but 0 by this twice gives more than 1 in magnitude. */
  private static final float HUGE = 1e38f;

  private CpuChoice() {}

  /** Writes a where {@code condition} is true, else b, to {@code out}. */
  static void choose(INDArray condition, INDArray a, INDArray b, INDArray out) {
    BitBlocks.write((x, n) -> choose(x[0], x[1], x[2], x[3], n), condition, a, b, out);
  }

  /** Without branches, which random conditions would make slow. */
  private static void choose(int[] condition, int[] a, int[] b, int[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = b[i] ^ ((a[i] ^ b[i]) & condition[i]);
    }
  }

  /** Writes the larger or the smaller of both to {@code out}. */
  static void extremum(boolean larger, INDArray a, INDArray b, INDArray out) {
    FloatBlocks.of(a, b, out)
        .write(
            larger
                ? (x, n) -> larger(x[0], x[1], x[2], n)
                : (x, n) -> smaller(x[0], x[1], x[2], n));
  }

  /** Math.max and Math.min keep NaN. */
  private static void larger(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  private static void smaller(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  /** Writes the gradient of {@link #extremum} with respect to {@code x}. */
  static void differentiateExtremum(
      boolean larger, INDArray x, INDArray other, INDArray gradient, INDArray out) {
    INDArray low = larger ? x : other;
    INDArray high = larger ? other : x;
    FloatBlocks.of(low, high, gradient, out)
        .write(
            (b, n) -> {
              share(b[0], b[1], b[2], b[3], n);
              mend(b[0], b[1], b[2], b[3], n);
            });
  }

  /**
   * The gradient times 0 where low is below high, ½ where both are equal, else 1. Without branches,
   * so that the compiler vectorises it. Where the result is not the right one, it is NaN: if a
   * value is NaN, both are infinite, or the gradient is infinite and counts 0 times.
   */
  private static void share(float[] low, float[] high, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float side = (low[i] - high[i]) * HUGE * HUGE;
      out[i] = gradient[i] * Math.max(Math.min(side + 0.5f, 1), 0);
    }
  }

  /** Computes anew what is NaN. */
  private static void mend(float[] low, float[] high, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      if (Float.isNaN(out[i])) {
        out[i] = low[i] < high[i] ? 0 : low[i] == high[i] ? gradient[i] / 2 : gradient[i];
      }
    }
  }
}
