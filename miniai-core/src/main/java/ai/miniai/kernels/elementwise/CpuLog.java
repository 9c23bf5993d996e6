package ai.miniai.kernels.elementwise;

/** The natural logarithm. */
final class CpuLog extends FloatFunction {
  /** Within these bounds {@link FloatLog} is right; others are computed one by one. */
  private static final float LOWEST = Float.MIN_VALUE;

  private static final float HIGHEST = 1e29f;

  private final FloatLog log = new FloatLog();

  @Override
  void apply(float[] x, float[] y, int length) {
    log.apply(x, y, length);
    for (int i = 0; i < length; i++) {
      if (!(x[i] >= LOWEST && x[i] < HIGHEST)) {
        y[i] = (float) Math.log(x[i]);
      }
    }
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
