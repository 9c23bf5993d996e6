package ai.miniai.kernels.elementwise;

/** The square root. */
final class CpuSqrt extends FloatFunction {
  @Override
  void apply(float[] x, float[] y, int length) {
    root(x, y, length);
  }

  private static void root(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  @Override
  void differentiate(float[] y, float[] gradient, float[] out, int length) {
    divide(y, gradient, out, length);
  }

  /** gradient / 2y. */
  private static void divide(float[] y, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] * (0.5f / y[i]);
    }
  }
}
