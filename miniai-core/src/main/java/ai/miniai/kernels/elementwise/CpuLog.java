package ai.miniai.kernels.elementwise;

/** The natural logarithm. */
final class CpuLog extends FloatFunction {
  private final FloatLog log = new FloatLog();
  private final Outliers outliers = new Outliers(Float.MIN_VALUE, 1e29f, Math::log);

  @Override
  void apply(float[] x, float[] y, int length) {
    outliers.find(x, length);
    log.apply(x, y, length);
    outliers.replace(y, length);
  }

  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    divide(x, gradient, out, length);
  }

  private static void divide(float[] x, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] / x[i];
    }
  }
}
