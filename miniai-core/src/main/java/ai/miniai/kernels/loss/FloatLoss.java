package ai.miniai.kernels.loss;

import ai.miniai.array.Lanes;

/** A loss of blocks of float32 values. An object is for one thread at a time. */
abstract class FloatLoss {
  /** Room for intermediate values of one block. */
  final float[] spare = new float[Lanes.count(1)];

  /** Writes f(x, y) to {@code out}. */
  abstract void apply(float[] x, float[] y, float[] out, int length);

  /** Writes the derivative with respect to x to {@code out}. */
  abstract void differentiate(float[] x, float[] y, float[] out, int length);

  /** Writes the derivative with respect to y to {@code out}: −f'(x), if f depends on x − y only. */
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    differentiate(x, y, out, length);
    negate(out, length);
  }

  static void negate(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = -values[i];
    }
  }
}
