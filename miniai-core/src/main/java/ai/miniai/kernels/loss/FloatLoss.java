package ai.miniai.kernels.loss;

import ai.miniai.array.Lanes;

/** A loss of blocks of float32 values. An object is for one thread at a time. */
abstract class FloatLoss {
  /** Room for intermediate values of one block. */
  final float[] spare = new float[Lanes.count(1)];

  private final float[] losses = new float[Lanes.count(1)];

  /** Writes f(x, y) to {@code out}. */
  abstract void apply(float[] x, float[] y, float[] out, int length);

  /** Writes the derivative with respect to x to {@code out}. */
  abstract void differentiate(float[] x, float[] y, float[] out, int length);

  /** Writes the derivative with respect to y to {@code out}: −f'(x), if f depends on x − y only. */
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    differentiate(x, y, out, length);
    negate(out, length);
  }

  /** Adds f(x, y) to {@code sums}. */
  final void addTo(float[] sums, float[] x, float[] y, int length) {
    apply(x, y, losses, length);
    add(losses, sums, length);
  }

  /**
   * Adds f(x, y) to {@code sums}, and writes {@code scale} times the derivative with respect to x
   * to {@code slope}.
   */
  void differentiateAndAdd(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    addTo(sums, x, y, length);
    differentiate(x, y, slope, length);
    multiply(slope, scale, length);
  }

  private static void multiply(float[] values, float scale, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= scale;
    }
  }

  private static void add(float[] x, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += x[i];
    }
  }

  static void negate(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = -values[i];
    }
  }
}
