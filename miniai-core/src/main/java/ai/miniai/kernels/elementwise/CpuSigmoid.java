package ai.miniai.kernels.elementwise;

/** 1 / (1 + exp(−x)). */
final class CpuSigmoid extends FloatFunction {
  private final FloatExp exp = new FloatExp();

  @Override
  void apply(float[] x, float[] y, int length) {
    negate(x, y, length);
    exp.apply(y, y, length);
    invert(y, length);
  }

  private static void negate(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = -x[i];
    }
  }

  private static void invert(float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = 1 / (1 + y[i]);
    }
  }

  /** y · (1 − y). */
  @Override
  void differentiate(float[] y, float[] gradient, float[] out, int length) {
    multiply(y, gradient, out, length);
  }

  private static void multiply(float[] y, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] * y[i] * (1 - y[i]);
    }
  }
}
