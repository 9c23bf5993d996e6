package ai.miniai.kernels.loss;

import ai.miniai.kernels.elementwise.FloatExp;

/** exp(y) · (y − x). */
final class FloatLogDivergence extends FloatLoss {
  private final FloatExp exp = new FloatExp();

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    exp.apply(y, spare, length);
    product(x, y, spare, 0, out, length);
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    exp.apply(y, out, length);
    negate(out, length);
  }

  @Override
  void differentiateTarget(float[] x, float[] y, float[] out, int length) {
    exp.apply(y, spare, length);
    product(x, y, spare, 1, out, length);
  }

  private static void product(
      float[] x, float[] y, float[] exp, float more, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = exp[i] * (y[i] - x[i] + more);
    }
  }
}
