package ai.miniai.kernels.elementwise;

/**
 * x · s, where s is the sigmoid of v = 2 · √(2/π) · (x + 0.044715 x³). This is {@link
 * ElementFunction#GELU_TANH}, because (1 + tanh u) / 2 = sigmoid(2 u), without the loss of
 * precision of 1 + tanh u where u is very negative.
 */
final class CpuGeluTanh extends FloatFunction {
  private static final float SCALE = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float CUBIC = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

  private final CpuSigmoid sigmoid = new CpuSigmoid();

  @Override
  void apply(float[] x, float[] y, int length) {
    inner(x, spare, length);
    sigmoid.apply(spare, spare, length);
    multiply(x, spare, y, length);
  }

  private static void inner(float[] x, float[] v, int length) {
    for (int i = 0; i < length; i++) {
      v[i] = x[i] * (SCALE + CUBIC * x[i] * x[i]);
    }
  }

  private static void multiply(float[] x, float[] factors, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * factors[i];
    }
  }

  /** s + x · s · (1 − s) · v'. */
  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    inner(x, spare, length);
    sigmoid.apply(spare, spare2, length);
    differentiate(x, spare2, gradient, out, length);
  }

  /** Static, so that the compiler vectorises it. */
  private static void differentiate(float[] x, float[] s, float[] g, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float slope = SCALE + 3 * CUBIC * x[i] * x[i];
      out[i] = g[i] * s[i] * (1 + x[i] * (1 - s[i]) * slope);
    }
  }
}
