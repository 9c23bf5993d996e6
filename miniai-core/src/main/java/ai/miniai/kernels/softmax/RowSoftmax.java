package ai.miniai.kernels.softmax;

import ai.miniai.kernels.elementwise.FloatExp;

/**
 * Softmax of the rows of a block of float32 values, its logarithm, and their gradients. The largest
 * value of a row is subtracted first, so that no power overflows. Each thread has its own.
 */
final class RowSoftmax {
  private static final ThreadLocal<RowSoftmax> OF_THREAD = ThreadLocal.withInitial(RowSoftmax::new);

  private final FloatExp exp = new FloatExp();
  private float[] spare = {};

  private RowSoftmax() {}

  /** For use by the calling thread only. */
  static RowSoftmax ofThread() {
    return OF_THREAD.get();
  }

  /** exp(x) / Σ exp(x). */
  void softmax(float[] x, float[] y, int columns, int length) {
    subtractMax(x, y, columns, length);
    exp.apply(y, y, length);
    RowSums.sum(y, columns, length, spare);
    divide(y, spare, length);
  }

  /** x − log Σ exp(x). */
  void logSoftmax(float[] x, float[] y, int columns, int length) {
    subtractMax(x, y, columns, length);
    exp.apply(y, spare, length);
    RowSums.logOfSum(spare, columns, length, spare);
    subtract(y, spare, y, length);
  }

  private void subtractMax(float[] x, float[] y, int columns, int length) {
    makeRoom(length);
    RowSums.max(x, columns, length, spare);
    subtract(x, spare, y, length);
  }

  /** y · (g − Σ g · y), given y = softmax(x). */
  void differentiateSoftmax(float[] y, float[] g, float[] out, int columns, int length) {
    makeRoom(length);
    multiply(y, g, spare, length);
    RowSums.sum(spare, columns, length, spare);
    differentiateSoftmax(y, g, spare, out, length);
  }

  /** g − exp(y) · Σ g, given y = logSoftmax(x). */
  void differentiateLogSoftmax(float[] y, float[] g, float[] out, int columns, int length) {
    makeRoom(length);
    exp.apply(y, out, length);
    RowSums.sum(g, columns, length, spare);
    differentiateLogSoftmax(g, spare, out, length);
  }

  private void makeRoom(int length) {
    if (spare.length < length) {
      spare = new float[length];
    }
  }

  // The loops are static, so that the compiler vectorises them.

  private static void subtract(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] - y[i];
    }
  }

  private static void multiply(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] * y[i];
    }
  }

  private static void divide(float[] y, float[] by, int length) {
    for (int i = 0; i < length; i++) {
      y[i] /= by[i];
    }
  }

  private static void differentiateSoftmax(
      float[] y, float[] g, float[] sum, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = y[i] * (g[i] - sum[i]);
    }
  }

  private static void differentiateLogSoftmax(float[] g, float[] sum, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = g[i] - out[i] * sum[i];
    }
  }
}
