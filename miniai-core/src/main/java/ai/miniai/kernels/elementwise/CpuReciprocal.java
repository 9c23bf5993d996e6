package ai.miniai.kernels.elementwise;

/** 1 / x. */
final class CpuReciprocal extends FloatFunction {
  @Override
  void apply(float[] x, float[] y, int length) {
    invert(x, y, length);
  }

  private static void invert(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = 1 / x[i];
    }
  }

  @Override
  void differentiate(float[] y, float[] gradient, float[] out, int length) {
    multiply(y, gradient, out, length);
  }

  /** −gradient · y². */
  private static void multiply(float[] y, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = -gradient[i] * (y[i] * y[i]);
    }
  }
}
