package ai.miniai.kernels.elementwise;

/** x · s, where s is the sigmoid of x. */
final class CpuSilu extends FloatFunction {
  private final CpuSigmoid sigmoid = new CpuSigmoid();

  @Override
  void apply(float[] x, float[] y, int length) {
    sigmoid.apply(x, spare, length);
    multiply(x, spare, y, length);
  }

  private static void multiply(float[] x, float[] factors, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * factors[i];
    }
  }

  /** s · (1 + x · (1 − s)). */
  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    sigmoid.apply(x, spare, length);
    differentiate(x, spare, gradient, out, length);
  }

  /** Static, so that the compiler vectorises it. */
  private static void differentiate(float[] x, float[] s, float[] g, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = g[i] * s[i] * (1 + x[i] * (1 - s[i]));
    }
  }
}
