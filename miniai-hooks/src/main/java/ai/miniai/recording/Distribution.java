package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableLongArray;
import java.util.stream.LongStream;

/**
 * The distribution of the values of a tensor.
 *
 * @param size the number of values
 * @param mean the mean of all values; NaN if there are none, infinite or NaN if one of them is
 * @param std the standard deviation, with divisor n − 1; NaN for fewer than two values, or if one
 *     of them is not finite
 * @param nonFinite the number of NaN and infinite values
 * @param underflow the number of finite values whose magnitude is below the histogram's range
 * @param overflow the number of finite values whose magnitude is above the histogram's range
 * @param counts for each bin, the number of values whose magnitude is in it
 * @param zeros the number of values that are 0 or −0, which are counted in a bin or as underflow
 *     too; −1 if it is not known
 * @param stds the least and the greatest standard deviation of the tensors that were combined, so
 *     that a single one that stands out still shows in a column of many batches
 */
public record Distribution(
    long size,
    double mean,
    double std,
    long nonFinite,
    long underflow,
    long overflow,
    ImmutableLongArray counts,
    long zeros,
    Extremes stds) {
  /** The number of values at the start of {@link #of}'s argument, before the counts. */
  private static final int NOT_COUNTS = 6;

  /** The number of zeros if it is not known. */
  static final long UNKNOWN = -1;

  /** Of a single tensor. */
  public Distribution(
      long size,
      double mean,
      double std,
      long nonFinite,
      long underflow,
      long overflow,
      ImmutableLongArray counts,
      long zeros) {
    this(size, mean, std, nonFinite, underflow, overflow, counts, zeros, new Extremes(std, std));
  }

  /** Of a single tensor, with an unknown number of zeros. */
  public Distribution(
      long size,
      double mean,
      double std,
      long nonFinite,
      long underflow,
      long overflow,
      ImmutableLongArray counts) {
    this(size, mean, std, nonFinite, underflow, overflow, counts, UNKNOWN);
  }

  /** The distribution of an empty tensor, with {@code bins} empty bins. */
  public static Distribution empty(int bins) {
    return new Distribution(
        0, Double.NaN, Double.NaN, 0, 0, 0, ImmutableLongArray.copyOf(new long[bins]), 0);
  }

  /** From the result of {@link ai.miniai.tensor.Tensor#distribution} for {@code size} values. */
  static Distribution of(long size, double... numbers) {
    ImmutableLongArray.Builder counts = ImmutableLongArray.builder(numbers.length - NOT_COUNTS);
    for (int i = NOT_COUNTS; i < numbers.length; i++) {
      counts.add((long) numbers[i]);
    }
    return new Distribution(
        size,
        numbers[0],
        numbers[1],
        (long) numbers[2],
        (long) numbers[3],
        (long) numbers[4],
        counts.build(),
        (long) numbers[5]);
  }

  /** The same with this number of zeros. */
  Distribution withZeros(long number) {
    return new Distribution(size, mean, std, nonFinite, underflow, overflow, counts, number, stds);
  }

  /** The same with these extremes. */
  Distribution withStds(Extremes extremes) {
    return new Distribution(
        size, mean, std, nonFinite, underflow, overflow, counts, zeros, extremes);
  }

  /**
   * The distribution of the values of both: counts are added, and moments are pooled (Chan, Golub,
   * LeVeque, Updating Formulae and a Pairwise Algorithm, 1979). The number of zeros is known if it
   * is known of both.
   *
   * @throws IllegalArgumentException if the histograms have different numbers of bins
   */
  public Distribution combine(Distribution other) {
    checkSameBins(other);
    if (size == 0 || other.size == 0) {
      return size == 0 ? other : this;
    }
    long total = size + other.size;
    double apart = other.mean - mean;
    double squares =
        squares() + other.squares() + apart * apart * ((double) size * other.size / total);
    long[] sums = new long[counts.length()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = counts.get(i) + other.counts.get(i);
    }
    return new Distribution(
        total,
        mean + apart * other.size / total,
        Math.sqrt(squares / (total - 1)),
        nonFinite + other.nonFinite,
        underflow + other.underflow,
        overflow + other.overflow,
        ImmutableLongArray.copyOf(sums),
        zeros < 0 || other.zeros < 0 ? UNKNOWN : zeros + other.zeros,
        stds.combine(other.stds));
  }

  /** Σ (x − mean)². */
  private double squares() {
    return size == 1 ? 0 : std * std * (size - 1);
  }

  /**
   * The root mean square √(Σx² / n); the norm of all values is √n times as large. NaN if there are
   * no values, NaN or infinite if one of them is.
   */
  public double rms() {
    return size == 1 ? Math.abs(mean) : Math.sqrt(mean * mean + squares() / size);
  }

  /**
   * The share of the finite values whose magnitude is below the histogram's range; in octaves these
   * are zeros and values that are practically zero. NaN if there are no finite values.
   */
  public double vanished() {
    return size > nonFinite ? (double) underflow / (size - nonFinite) : Double.NaN;
  }

  /**
   * The distance between the magnitudes of two distributions over the same bins, from 0 (the same)
   * to 1 (no overlap). It is the largest difference between the shares of finite values below a bin
   * edge, that is, the Kolmogorov-Smirnov statistic computed on the bins. NaN if one of them has no
   * finite values.
   *
   * @throws IllegalArgumentException if the histograms have different numbers of bins
   */
  public double distance(Distribution other) {
    checkSameBins(other);
    double here = (double) size - nonFinite;
    double there = (double) other.size - other.nonFinite;
    double below = underflow / here;
    double otherBelow = other.underflow / there;
    double greatest = Math.abs(below - otherBelow);
    for (int i = 0; i < counts.length(); i++) {
      below += counts.get(i) / here;
      otherBelow += other.counts.get(i) / there;
      greatest = Math.max(greatest, Math.abs(below - otherBelow));
    }
    return Math.min(greatest, 1);
  }

  private void checkSameBins(Distribution other) {
    checkArgument(
        counts.length() == other.counts.length(),
        "histograms of %s and %s bins do not combine",
        counts.length(),
        other.counts.length());
  }

  /**
   * The share of the values counted in the histogram that are in its lowest {@code bins} bins: the
   * lesson's measure of dead activations. 0 if all values are outside the histogram; NaN if there
   * are no finite values.
   */
  public double nearZero(int bins) {
    checkArgument(
        bins > 0 && bins <= counts.length(),
        "the histogram has %s bins, so the lowest %s cannot be asked for",
        counts.length(),
        bins);
    long all = sum(counts.length());
    if (all == 0) {
      return size > nonFinite ? 0 : Double.NaN;
    }
    return (double) sum(bins) / all;
  }

  private long sum(int bins) {
    return LongStream.range(0, bins).map(i -> counts.get((int) i)).sum();
  }
}
