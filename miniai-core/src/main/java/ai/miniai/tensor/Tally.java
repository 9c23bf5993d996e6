package ai.miniai.tensor;

/**
 * The sums and the histogram of some values, in plain Java. Tallies of parts {@link #merge} into
 * that of the whole.
 *
 * <p>The sums are of the differences to a {@code shift} near the values, in double precision, so
 * that the deviation does not drown where the mean is large: var = (Σd² − (Σd)² / n) / (n − 1).
 * Source: Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983.
 */
final class Tally {
  private final Bins bins;
  private final double shift;
  private final long[] counts;
  private final int onRightEdge;
  private final int below;
  private final int above;
  private final int nonFinite;
  private long n;
  private double sum;
  private double squares;

  Tally(Bins bins, double shift) {
    this.bins = bins;
    this.shift = shift;
    onRightEdge = bins.count();
    below = onRightEdge + 1;
    above = below + 1;
    nonFinite = above + 1;
    counts = new long[nonFinite + 1];
  }

  /** Adds the first {@code length} of {@code values}, with float32 arithmetic for the bins. */
  void add(float[] values, int length) {
    float min = (float) bins.min();
    float max = (float) bins.max();
    float width = max - min;
    float count = bins.count();
    double total = 0;
    double totalOfSquares = 0;
    for (int i = 0; i < length; i++) {
      float value = values[i];
      double difference = value - shift;
      total += difference;
      totalOfSquares += difference * difference;
      float size = Math.abs(value);
      if (size <= max) {
        counts[size < min ? below : (int) ((size - min) / width * count)]++;
      } else {
        counts[size <= Float.MAX_VALUE ? above : nonFinite]++;
      }
    }
    n += length;
    sum += total;
    squares += totalOfSquares;
  }

  /** Adds the first {@code length} of {@code values}. */
  void add(double[] values, int length) {
    double min = bins.min();
    double max = bins.max();
    double width = max - min;
    double count = bins.count();
    double total = 0;
    double totalOfSquares = 0;
    for (int i = 0; i < length; i++) {
      double value = values[i];
      double difference = value - shift;
      total += difference;
      totalOfSquares += difference * difference;
      double size = Math.abs(value);
      if (size <= max) {
        counts[size < min ? below : (int) ((size - min) / width * count)]++;
      } else {
        counts[size <= Double.MAX_VALUE ? above : nonFinite]++;
      }
    }
    n += length;
    sum += total;
    squares += totalOfSquares;
  }

  /** Adds what {@code other}, of the same bins and shift, has added. */
  void merge(Tally other) {
    n += other.n;
    sum += other.sum;
    squares += other.squares;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Mean, unbiased deviation, non-finite, below, above, and the count of each bin. */
  double[] summary() {
    double variance = (squares - sum * sum / n) / (n - 1);
    double[] summary = new double[5 + bins.count()];
    summary[0] = shift + sum / n;
    summary[1] = Math.sqrt(Math.max(variance, 0));
    summary[2] = counts[nonFinite];
    summary[3] = counts[below];
    summary[4] = counts[above];
    for (int i = 0; i < bins.count(); i++) {
      summary[5 + i] = counts[i];
    }
    summary[4 + bins.count()] += counts[onRightEdge];
    return summary;
  }
}
