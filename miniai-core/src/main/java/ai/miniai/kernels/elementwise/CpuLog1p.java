package ai.miniai.kernels.elementwise;

/** log(1 + x). */
final class CpuLog1p extends FloatFunction {
  private final FloatLog log = new FloatLog();
  private final Outliers outliers = new Outliers(-0.9999999f, 1e29f, Math::log1p);

  @Override
  void apply(float[] x, float[] y, int length) {
    outliers.find(x, length);
    log.applyToOneMore(x, y, length);
    outliers.replace(y, length);
  }

  /** 1 / (1 + x). */
  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    divide(x, gradient, out, length);
  }

  private static void divide(float[] x, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] / (1 + x[i]);
    }
  }
}
