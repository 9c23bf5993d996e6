package ai.miniai.kernels.elementwise;

/** The exponential function. */
final class CpuExp extends FloatFunction {
  /** Below, {@link FloatExp} gives 0 where the result is still a small number. */
  private static final float LOWEST = -87;

  private final FloatExp exp = new FloatExp();
  private final Outliers outliers = new Outliers(LOWEST, Float.POSITIVE_INFINITY, Math::exp);

  @Override
  void apply(float[] x, float[] y, int length) {
    outliers.find(x, length);
    exp.apply(x, y, length);
    outliers.replace(y, length);
  }

  @Override
  void differentiate(float[] y, float[] gradient, float[] out, int length) {
    multiply(y, gradient, out, length);
  }

  private static void multiply(float[] y, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] * y[i];
    }
  }
}
