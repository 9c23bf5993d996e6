package ai.miniai.kernels.loss;

import ai.miniai.kernels.elementwise.FloatLog;

/** y · (log y − x). */
final class FloatDivergence extends FloatLoss {
  /** {@link FloatLog} is for values up to this. */
  private static final float HIGHEST = 1e30f;

  private final FloatLog log = new FloatLog();

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    log.apply(y, spare, length);
    divergence(x, y, spare, out, length);
    for (int i = 0; i < length; i++) {
      if (!(y[i] >= 0 && y[i] <= HIGHEST)) {
        out[i] = y[i] * ((float) Math.log(y[i]) - x[i]);
      }
    }
  }

  private static void divergence(float[] x, float[] y, float[] log, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = y[i] * (log[i] - x[i]);
    }
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    System.arraycopy(y, 0, out, 0, length);
    negate(out, length);
  }

  @Override
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    log.apply(y, spare, length);
    slope(x, spare, out, length);
    for (int i = 0; i < length; i++) {
      if (y[i] == 0) {
        out[i] = -x[i];
      } else if (!(y[i] > 0 && y[i] <= HIGHEST)) {
        out[i] = (float) Math.log(y[i]) + 1 - x[i];
      }
    }
  }

  private static void slope(float[] x, float[] log, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = log[i] + 1 - x[i];
    }
  }
}
