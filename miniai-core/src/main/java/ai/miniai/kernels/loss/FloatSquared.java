package ai.miniai.kernels.loss;

/** (x − y)². */
final class FloatSquared extends FloatLoss {
  @Override
  void apply(float[] x, float[] y, float[] out, int length) {
    square(x, y, out, length);
  }

  private static void square(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      float d = x[i] - y[i];
      out[i] = d * d;
    }
  }

  @Override
  void differentiate(float[] x, float[] y, float[] out, int length) {
    twice(x, y, out, length);
  }

  private static void twice(float[] x, float[] y, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = 2 * (x[i] - y[i]);
    }
  }

  @Override
  void differentiateAndAdd(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    both(x, y, 2 * scale, slope, sums, length);
  }

  private static void both(
      float[] x, float[] y, float scale, float[] slope, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      float d = x[i] - y[i];
      slope[i] = scale * d;
      sums[i] += d * d;
    }
  }
}
