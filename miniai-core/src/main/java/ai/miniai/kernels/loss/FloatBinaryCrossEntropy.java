package ai.miniai.kernels.loss;

import ai.miniai.array.Lanes;
import ai.miniai.kernels.elementwise.FloatLog;

/** −(y · log x + (1 − y) · log(1 − x)), with logarithms of at least −100. */
final class FloatBinaryCrossEntropy extends FloatLoss {
  private static final float LEAST_LOGARITHM = (float) ElementLoss.LEAST_LOGARITHM;
  private static final float LEAST_DIVISOR = (float) ElementLoss.LEAST_DIVISOR;

  private final FloatLog log = new FloatLog();
  private final float[] others = new float[Lanes.count(1)];

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    logarithms(x, length);
    mix(x, y, spare, others, out, length);
  }

  /** Writes log x to {@link #spare} and log(1 − x) to {@link #others}. */
  private void logarithms(float[] x, int length) {
    rest(x, others, length);
    log.apply(x, spare, length);
    log.apply(others, others, length);
  }

  private static void rest(float[] x, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = 1 - x[i];
    }
  }

  /** Adds 0 · x, which is NaN where x is. */
  private static void mix(
      float[] x, float[] y, float[] log, float[] logRest, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float a = Math.max(log[i], LEAST_LOGARITHM);
      float b = Math.max(logRest[i], LEAST_LOGARITHM);
      out[i] = 0 * x[i] - (y[i] * a + (1 - y[i]) * b);
    }
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    slope(x, y, out, length);
  }

  private static void slope(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (x[i] - y[i]) / Math.max((1 - x[i]) * x[i], LEAST_DIVISOR);
    }
  }

  @Override
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    logarithms(x, length);
    difference(x, spare, others, out, length);
  }

  private static void difference(float[] x, float[] log, float[] logRest, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float a = Math.max(log[i], LEAST_LOGARITHM);
      float b = Math.max(logRest[i], LEAST_LOGARITHM);
      out[i] = 0 * x[i] + (b - a);
    }
  }
}
