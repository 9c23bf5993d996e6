package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBlocks;
import ai.miniai.histogram.Bins;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moments and histogram of float32 values, several times as fast as {@link Tally}. All arithmetic
 * is in loops that the compiler vectorises, and two values are counted at once in a {@link
 * PairTable}.
 *
 * <p>Only for bins that {@link Places} supports. {@link #summary} is empty if the values need
 * {@link Tally}.
 */
final class PairedTally implements QuarterBlocks.Gatherer<PairedTally> {
  /** From this many values on, using tables is faster. */
  private static final int ENOUGH = 1 << 13;

  /** Outside this range, squares may underflow or overflow in float32. */
  private static final double LEAST_VARIANCE = 1e-30;

  private static final double GREATEST_VARIANCE = 1e30;

  private final Bins bins;
  private final Places places;
  private final QuarterMoments moments = new QuarterMoments();
  private final ZeroCount zeros = new ZeroCount();
  private final int[] fours = new int[QuarterBlocks.QUARTER];
  private final PairTable table = PairTable.ofThread();
  private final long[] counts = new long[PairTable.WIDTH];

  private PairedTally(Bins bins) {
    this.bins = bins;
    this.places = Places.of(bins);
  }

  /**
   * Whether the values of {@code x} can be counted in these bins, and are enough for tables to be
   * faster.
   */
  static boolean fits(INDArray x, Bins bins) {
    return x.length() >= ENOUGH && Places.exist(bins) && FloatBlocks.canRead(x);
  }

  /** Of values that {@link #fits fit}. */
  static PairedTally of(INDArray x, Bins bins) {
    return QuarterBlocks.reduce(x, () -> new PairedTally(bins));
  }

  @Override
  public boolean wantsBits() {
    return places.areOfBits();
  }

  @Override
  public void add(float[][] values, int[][] bits, int length) {
    moments.add(values, length);
    if (!zerosHaveAPlace()) {
      zeros.add(values, length);
    }
    places.find(values, bits, fours, length);
    table.count(fours, length);
  }

  @Override
  public void add(float value) {
    moments.add(value);
    zeros.add(value);
    counts[places.of(value)]++;
  }

  private boolean zerosHaveAPlace() {
    return places.first() > Places.ZERO;
  }

  @Override
  public void finish() {
    moments.finish();
    zeros.finish();
    table.addTo(counts);
  }

  @Override
  public void merge(PairedTally later) {
    moments.merge(later.moments);
    zeros.merge(later.zeros);
    for (int i = 0; i < counts.length; i++) {
      counts[i] += later.counts[i];
    }
  }

  /**
   * Like {@link Tally#summary()}, for {@code x}. Empty if values are not finite or the moments are
   * not precise.
   */
  Optional<double[]> summary(INDArray x) {
    if (!isSound()) {
      return Optional.empty();
    }
    int first = places.first();
    int end = first + bins.count();
    long onRightEdge = end < places.above() && counts[end] > 0 ? count(x, (float) bins.max()) : 0;
    double[] summary = new double[CpuDistribution.COUNTS + bins.count()];
    summary[0] = moments.mean();
    summary[1] = Math.sqrt(moments.variance(1));
    summary[3] = Arrays.stream(counts, 0, first).sum();
    summary[4] = Arrays.stream(counts, end, counts.length).sum() - onRightEdge;
    summary[5] = zeros(x);
    for (int i = 0; i < bins.count(); i++) {
      summary[CpuDistribution.COUNTS + i] = counts[first + i];
    }
    summary[summary.length - 1] += onRightEdge;
    return Optional.of(summary);
  }

  private long zeros(INDArray x) {
    if (zerosHaveAPlace()) {
      return counts[Places.ZERO];
    }
    return zeros.isKnown() ? zeros.zeros() : count(x, 0);
  }

  private static long count(INDArray x, float size) {
    return FloatBlocks.of(x).reduce(() -> new SizeCount(size)).count();
  }

  /** Whether all values are finite and the moments are precise. */
  private boolean isSound() {
    double variance = moments.variance(0);
    return LEAST_VARIANCE <= variance && variance < GREATEST_VARIANCE && !moments.cancelled();
  }
}
