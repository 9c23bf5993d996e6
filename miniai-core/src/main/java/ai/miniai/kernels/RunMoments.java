package ai.miniai.kernels;

/**
 * Mean and variance of values that come in runs. Each run is summed in float32 over the differences
 * d = x − centre, where the centre is the mean of every sixteenth value: Σ(x − mean)² = Σd² − (Σd)²
 * / n, which then loses at most four bits. Runs are merged in float64. Source: Chan, Golub and
 * LeVeque, Algorithms for Computing the Sample Variance, 1983.
 */
final class RunMoments {
  /** The most values that are summed in float32. */
  private static final int RUN = 1 << 10;

  private static final int SAMPLE = 16;

  private long count;
  private double mean;
  private double deviations;

  void clear() {
    count = 0;
    mean = 0;
    deviations = 0;
  }

  /** Adds the values {@code from} to {@code to} − 1. */
  void addAll(float[] x, int from, int to) {
    for (int at = from; at < to; at += RUN) {
      add(x, at, Math.min(at + RUN, to));
    }
  }

  private void add(float[] x, int from, int to) {
    float centre = centre(x, from, to);
    float sum0 = 0; // independent sums, so that additions overlap
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float squares0 = 0;
    float squares1 = 0;
    float squares2 = 0;
    float squares3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      float d0 = x[i] - centre;
      float d1 = x[i + 1] - centre;
      float d2 = x[i + 2] - centre;
      float d3 = x[i + 3] - centre;
      sum0 += d0;
      sum1 += d1;
      sum2 += d2;
      sum3 += d3;
      squares0 = Math.fma(d0, d0, squares0);
      squares1 = Math.fma(d1, d1, squares1);
      squares2 = Math.fma(d2, d2, squares2);
      squares3 = Math.fma(d3, d3, squares3);
    }
    double sum = (double) sum0 + sum1 + sum2 + sum3;
    double squares = (double) squares0 + squares1 + squares2 + squares3;
    for (; i < to; i++) {
      double d = x[i] - centre;
      sum += d;
      squares += d * d;
    }
    int n = to - from;
    merge(n, centre + sum / n, squares - sum * sum / n);
  }

  private static float centre(float[] x, int from, int to) {
    float even = 0;
    float odd = 0;
    int n = 0;
    int i = from;
    for (; i < to - SAMPLE; i += 2 * SAMPLE) {
      even += x[i];
      odd += x[i + SAMPLE];
      n += 2;
    }
    if (i < to) {
      even += x[i];
      n++;
    }
    return (even + odd) / n;
  }

  /** Adds values with this mean and this sum of squared differences to it. */
  void merge(long n, double otherMean, double otherDeviations) {
    double difference = otherMean - mean;
    double share = (double) n / (count + n);
    mean += difference * share;
    deviations += otherDeviations + difference * difference * share * count;
    count += n;
  }

  double mean() {
    return mean;
  }

  /** The population variance (divided by the number of values). */
  double variance() {
    return Math.max(deviations, 0) / count; // Math.max keeps NaN
  }
}
