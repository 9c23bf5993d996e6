package ai.miniai.kernels.loss;

/** d² / 2 where d = |x − y| is below δ, else δ · (d − δ / 2). */
final class FloatHuber extends FloatLoss {
  private final float delta;

  FloatHuber(double delta) {
    this.delta = (float) delta;
  }

  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    apply(x, y, delta, out, length);
  }

  private static void apply(float[] x, float[] y, float delta, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float d = Math.abs(x[i] - y[i]);
      float near = Math.min(d, delta);
      out[i] = near * (d - 0.5f * near);
    }
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    limit(x, y, delta, out, length);
  }

  private static void limit(float[] x, float[] y, float delta, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.max(Math.min(x[i] - y[i], delta), -delta);
    }
  }

  /** The derivative g is d, limited to ±δ, for d = x − y, and the loss is g · (d − g / 2). */
  @Override
  void differentiateAndAdd(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    both(x, y, delta, scale, slope, sums, length);
  }

  private static void both(
      float[] x, float[] y, float delta, float scale, float[] slope, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      float d = x[i] - y[i];
      float g = Math.max(Math.min(d, delta), -delta);
      slope[i] = scale * g;
      sums[i] += g * (d - 0.5f * g);
    }
  }
}
