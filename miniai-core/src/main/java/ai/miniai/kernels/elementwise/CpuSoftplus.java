package ai.miniai.kernels.elementwise;

/** log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|)). */
final class CpuSoftplus extends FloatFunction {
  private final FloatExp exp = new FloatExp();
  private final LogOnePlusExp rest = new LogOnePlusExp();

  @Override
  void apply(float[] x, float[] y, int length) {
    rest.apply(x, spare, length);
    add(x, spare, y, length);
  }

  private static void add(float[] x, float[] rest, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.max(x[i], 0) + rest[i];
    }
  }

  /** The sigmoid. */
  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    negate(x, spare, length);
    exp.apply(spare, spare, length);
    divide(spare, gradient, out, length);
  }

  private static void negate(float[] x, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = -x[i];
    }
  }

  private static void divide(float[] exp, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] / (1 + exp[i]);
    }
  }
}
