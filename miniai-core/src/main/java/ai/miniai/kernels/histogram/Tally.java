package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBlocks;
import ai.miniai.histogram.Bins;
import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moments and histogram of any values, in plain Java with sums in double precision. The tallies of
 * parts are {@link #merge merged} into the tally of the whole.
 *
 * <p>The sums are over the differences d = value − {@code shift}, where the shift is the first
 * value. So the standard deviation stays precise if the mean is large: var = (Σd² − (Σd)² / n) / (n
 * − 1). Source: Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983.
 *
 * <p>For linear bins, the bin is computed in the type of the values. For octave bins, it follows
 * from the exponent of the value.
 */
final class Tally implements FloatBlocks.Gatherer<Tally> {
  /** The number of float64 values that are copied to the heap at a time. */
  private static final int BLOCK = 1 << 10;

  private final Bins bins;
  private final boolean octaves;
  private final int lowestOctave;
  private final double shift;
  private final long[] counts;
  private final int onRightEdge;
  private final int below;
  private final int above;
  private final int nonFinite;
  private long n;
  private double sum;
  private double squares;
  private long zeros;

  private Tally(Bins bins, double first) {
    this.bins = bins;
    octaves = bins.scale() == Bins.Scale.OCTAVES;
    lowestOctave = Math.getExponent(bins.min());
    shift = Double.isFinite(first) ? first : 0;
    onRightEdge = bins.count();
    below = onRightEdge + 1;
    above = below + 1;
    nonFinite = above + 1;
    counts = new long[nonFinite + 1];
  }

  /** The tally of a dense FLOAT or DOUBLE array in CPU memory. */
  static Tally of(INDArray x, Bins bins) {
    if (FloatBlocks.canRead(x)) {
      float first = x.data().asNioFloat().get(Math.toIntExact(x.offset()));
      return FloatBlocks.of(x).reduce(() -> new Tally(bins, first));
    }
    DoubleBuffer values = x.data().asNioDouble();
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(x.offset() + x.length());
    Tally tally = new Tally(bins, values.get(from));
    double[] block = new double[Math.min(BLOCK, to - from)];
    try {
      for (int at = from; at < to; at += BLOCK) {
        int length = Math.min(BLOCK, to - at);
        values.get(at, block, 0, length);
        tally.add(block, length);
      }
    } finally {
      Reference.reachabilityFence(x); // the buffer does not keep its memory alive
    }
    return tally;
  }

  @Override
  public void add(float[][] blocks, int length) {
    float[] values = blocks[0];
    float min = (float) bins.min();
    float max = (float) bins.max();
    float width = max - min;
    float count = bins.count();
    for (int i = 0; i < length; i++) {
      float value = values[i];
      addToSums(value);
      if (octaves) {
        counts[octave(Math.getExponent(value), Float.MAX_EXPONENT)]++;
        continue;
      }
      float size = Math.abs(value);
      if (size <= max) {
        counts[size < min ? below : (int) ((size - min) / width * count)]++;
      } else {
        counts[size <= Float.MAX_VALUE ? above : nonFinite]++;
      }
    }
    n += length;
  }

  private void add(double[] values, int length) {
    double min = bins.min();
    double max = bins.max();
    double width = max - min;
    double count = bins.count();
    for (int i = 0; i < length; i++) {
      double value = values[i];
      addToSums(value);
      if (octaves) {
        counts[octave(Math.getExponent(value), Double.MAX_EXPONENT)]++;
        continue;
      }
      double size = Math.abs(value);
      if (size <= max) {
        counts[size < min ? below : (int) ((size - min) / width * count)]++;
      } else {
        counts[size <= Double.MAX_VALUE ? above : nonFinite]++;
      }
    }
    n += length;
  }

  private void addToSums(double value) {
    double difference = value - shift;
    sum += difference;
    squares += difference * difference;
    // no comparison, so no branch that would often be mispredicted
    zeros += ((Double.doubleToRawLongBits(value) & Long.MAX_VALUE) - 1) >>> (Long.SIZE - 1);
  }

  /**
   * The index in {@code counts} for values with this exponent. 0 has the smallest exponent, NaN and
   * infinities the largest.
   */
  private int octave(int exponent, int greatest) {
    int bin = exponent - lowestOctave;
    return exponent > greatest ? nonFinite : bin < 0 ? below : bin < bins.count() ? bin : above;
  }

  @Override
  public void finish() {}

  @Override
  public void merge(Tally later) {
    n += later.n;
    sum += later.sum;
    squares += later.squares;
    zeros += later.zeros;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += later.counts[i];
    }
  }

  /**
   * The mean, the unbiased standard deviation, the number of non-finite values, the numbers below
   * and above the bins, the number of zeros, and the count of each bin.
   */
  double[] summary() {
    double[] summary = new double[CpuDistribution.COUNTS + bins.count()];
    summary[0] = shift + sum / n;
    summary[1] = std();
    summary[2] = counts[nonFinite];
    summary[3] = counts[below];
    summary[4] = counts[above];
    summary[5] = zeros;
    for (int i = 0; i < bins.count(); i++) {
      summary[CpuDistribution.COUNTS + i] = counts[i];
    }
    summary[summary.length - 1] += counts[onRightEdge];
    return summary;
  }

  /** Infinite if the squares of finite values are; NaN if a value is not finite. */
  private double std() {
    boolean overflown = squares == Double.POSITIVE_INFINITY && counts[nonFinite] == 0;
    double deviations = overflown ? squares : squares - sum / n * sum;
    return Math.sqrt(Math.max(deviations, 0) / (n - 1));
  }
}
