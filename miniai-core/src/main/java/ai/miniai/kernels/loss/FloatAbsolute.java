package ai.miniai.kernels.loss;

/** |x − y|. The derivative is 0 where both are equal. */
final class FloatAbsolute extends FloatLoss {
  /** Multiplying any float32 but 0 by this twice gives more than 1 in magnitude. */
  private static final float HUGE = 1e38f;

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    distance(x, y, out, length);
  }

  private static void distance(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.abs(x[i] - y[i]);
    }
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    sign(x, y, out, length);
  }

  private static void sign(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.max(Math.min((x[i] - y[i]) * HUGE * HUGE, 1), -1);
    }
  }

  @Override
  void differentiateAndAdd(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    both(x, y, scale, slope, sums, length);
  }

  private static void both(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      float d = x[i] - y[i];
      slope[i] = scale * Math.max(Math.min(d * HUGE * HUGE, 1), -1);
      sums[i] += Math.abs(d);
    }
  }
}
