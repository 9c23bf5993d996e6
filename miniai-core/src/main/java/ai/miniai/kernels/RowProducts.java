package ai.miniai.kernels;

/**
 * The sum of float32 values p, and the sum of p · h: short sums in float32, the rest in float64.
 */
final class RowProducts {
  /** The most values that are summed in float32. */
  private static final int RUN = 1 << 10;

  private double sum;
  private double product;

  /** Takes the sums over the values {@code from} to {@code to} − 1. */
  void of(float[] p, float[] h, int from, int to) {
    sum = 0;
    product = 0;
    for (int at = from; at < to; at += RUN) {
      add(p, h, at, Math.min(at + RUN, to));
    }
  }

  private void add(float[] p, float[] h, int from, int to) {
    float sum0 = 0; // independent sums, so that additions overlap
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float product0 = 0;
    float product1 = 0;
    float product2 = 0;
    float product3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      sum0 += p[i];
      sum1 += p[i + 1];
      sum2 += p[i + 2];
      sum3 += p[i + 3];
      product0 = Math.fma(p[i], h[i], product0);
      product1 = Math.fma(p[i + 1], h[i + 1], product1);
      product2 = Math.fma(p[i + 2], h[i + 2], product2);
      product3 = Math.fma(p[i + 3], h[i + 3], product3);
    }
    sum += (double) sum0 + sum1 + sum2 + sum3;
    product += (double) product0 + product1 + product2 + product3;
    for (; i < to; i++) {
      sum += p[i];
      product += (double) p[i] * h[i];
    }
  }

  double sum() {
    return sum;
  }

  double product() {
    return product;
  }
}
