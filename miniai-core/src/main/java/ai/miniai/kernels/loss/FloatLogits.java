package ai.miniai.kernels.loss;

import ai.miniai.kernels.elementwise.FloatExp;
import ai.miniai.kernels.elementwise.LogOnePlusExp;

/** max(x, 0) · (1 − y) + max(−x, 0) · y + log(1 + exp(−|x|)). */
final class FloatLogits extends FloatLoss {
  private final FloatExp exp = new FloatExp();
  private final LogOnePlusExp rest = new LogOnePlusExp();

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    rest.apply(x, out, length);
    add(x, y, out, length);
  }

  private static void add(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] += Math.max(x[i], 0) * (1 - y[i]) + Math.max(-x[i], 0) * y[i];
    }
  }

  /** σ(x) − y. */
  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    negate(x, spare, length);
    exp.apply(spare, spare, length);
    invert(spare, y, out, length);
  }

  private static void invert(float[] exp, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = 1 / (1 + exp[i]) - y[i];
    }
  }

  @Override
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    negate(x, out, length);
  }

  private static void negate(float[] x, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = -x[i];
    }
  }
}
