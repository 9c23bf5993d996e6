package ai.miniai.kernels.elementwise;

/**
 * log(1 + x) = log u − ((u − 1) − x) / u for u = 1 + x rounded to float32: the second part is what
 * rounding lost.
 */
final class CpuLog1p extends FloatFunction {
  /** Within these bounds u is in the range of {@link FloatLog}; others are computed one by one. */
  private static final float LOWEST = -0.9999999f;

  private static final float HIGHEST = 1e29f;

  private final FloatLog log = new FloatLog();

  @Override
  void apply(float[] x, float[] y, int length) {
    addOne(x, spare, length);
    log.apply(spare, y, length);
    correct(x, spare, y, length);
    for (int i = 0; i < length; i++) {
      if (!(x[i] > LOWEST && x[i] < HIGHEST)) {
        y[i] = (float) Math.log1p(x[i]);
      }
    }
  }

  private static void addOne(float[] x, float[] u, int length) {
    for (int i = 0; i < length; i++) {
      u[i] = 1 + x[i];
    }
  }

  private static void correct(float[] x, float[] u, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] -= ((u[i] - 1) - x[i]) / u[i];
    }
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
