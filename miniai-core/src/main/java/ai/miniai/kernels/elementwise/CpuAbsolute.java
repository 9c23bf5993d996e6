package ai.miniai.kernels.elementwise;

/** The absolute value. */
final class CpuAbsolute extends FloatFunction {
  /** Multiplying any float32 but 0 by this twice gives more than 1 in magnitude. */
  private static final float HUGE = 1e38f;

  @Override
  void apply(float[] x, float[] y, int length) {
    absolute(x, y, length);
  }

  private static void absolute(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  @Override
  void differentiate(float[] x, float[] gradient, float[] out, int length) {
    sign(x, gradient, out, length);
    for (int i = 0; i < length; i++) {
      if (Float.isNaN(x[i])) { // has no sign
        out[i] = gradient[i] * 0;
      }
    }
  }

  /** gradient · sign(x), without branches, so that the compiler vectorises it. */
  private static void sign(float[] x, float[] gradient, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = gradient[i] * Math.max(Math.min(x[i] * HUGE * HUGE, 1), -1);
    }
  }
}
