package ai.miniai.kernels.histogram;

import ai.miniai.array.Lanes;

/**
 * Mean and sum of squared deviations of the values in {@link QuarterBlocks}. Sums are taken over
 * the differences d = x − centre, where the centre is the mean of some values of the first block.
 * This keeps the precision if the mean is far from 0: Σ(x − mean)² = Σd² − (Σd)² / n. Source, also
 * for merging: Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983.
 */
final class QuarterMoments {
  /**
   * Few enough that an outlier among these values moves the centre so far that {@link #cancelled}
   * reports it.
   */
  private static final int VALUES_FOR_CENTRE = 64;

  /** The golden ratio, whose multiples (modulo 1) do not align with any period in the data. */
  private static final double GOLDEN = 0.618033988749895;

  private final float[] differences = new float[QuarterBlocks.QUARTER];
  private final float[] squares = new float[QuarterBlocks.QUARTER];
  private float centre;
  private double restOfDifferences;
  private double restOfSquares;
  private long n;
  private double mean;
  private double deviations;
  private boolean cancelled;

  void add(float[][] x, int length) {
    if (n == 0) {
      centre = centre(x, length);
    }
    n += (long) x.length * length;
    for (int i = 0; i < x.length; i += 2) {
      add(x[i], x[i + 1], centre, length, differences, squares);
    }
  }

  /** Of two arrays, because a loop over four is too long for the compiler to vectorise. */
  private static void add(
      float[] x, float[] y, float centre, int length, float[] differences, float[] squares) {
    for (int i = 0; i < length; i++) {
      float dx = x[i] - centre;
      float dy = y[i] - centre;
      differences[i] += dx + dy;
      squares[i] += dx * dx + dy * dy;
    }
  }

  void add(float value) {
    double difference = (double) value - centre;
    restOfDifferences += difference;
    restOfSquares += difference * difference;
    n++;
  }

  /** The mean of some values, spread over the block: an image may begin with nothing but margin. */
  private static float centre(float[][] x, int length) {
    double sum = 0;
    for (int i = 0; i < VALUES_FOR_CENTRE; i++) {
      sum += x[i % x.length][(int) (i * GOLDEN % 1 * length)];
    }
    return (float) (sum / VALUES_FOR_CENTRE);
  }

  void finish() {
    double sum = Lanes.sum(differences, 0, differences.length) + restOfDifferences;
    double sumOfSquares = Lanes.sum(squares, 0, squares.length) + restOfSquares;
    mean = centre + sum / n;
    deviations = sumOfSquares - sum * sum / n;
    cancelled = deviations < sumOfSquares / 2;
  }

  void merge(QuarterMoments later) {
    double share = (double) later.n / (n + later.n);
    double difference = later.mean - mean;
    mean += difference * share;
    deviations += later.deviations + difference * difference * share * n;
    n += later.n;
    cancelled |= later.cancelled;
  }

  /** Whether the mean is so far from the centre that subtracting lost precision (cancellation). */
  boolean cancelled() {
    return cancelled;
  }

  double mean() {
    return mean;
  }

  /** Σ(x − mean)² / (n − degrees). */
  double variance(int degrees) {
    return Math.max(deviations, 0) / (n - degrees); // Math.max keeps NaN
  }
}
