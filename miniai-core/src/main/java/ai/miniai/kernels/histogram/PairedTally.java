package ai.miniai.kernels.histogram;

import ai.miniai.array.ColumnMoments;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import ai.miniai.histogram.Bins;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moments and histogram of float32 values, twice as fast as {@link Tally}. All arithmetic is in
 * loops that the compiler vectorises. Two values are counted at once, in a table whose row is the
 * bin of the first value and whose column is the bin of the second.
 *
 * <p>Only for bins that {@link Places} supports. {@link #summary} is empty if the values need
 * {@link Tally}.
 */
final class PairedTally implements FloatBlocks.Gatherer<PairedTally> {
  private static final int BLOCK = Lanes.count(1);
  private static final int HALF = BLOCK / 2;

  /** From this many values on, using tables is faster. */
  private static final int ENOUGH = 1 << 13;

  private static final int WIDTH = Places.MOST;
  private static final int WIDTH_BITS = 6;
  private static final int TABLE = WIDTH * WIDTH;

  /** Outside this range, squares may underflow or overflow in float32. */
  private static final double LEAST_VARIANCE = 1e-30;

  private static final double GREATEST_VARIANCE = 1e30;

  /** Buffers that each thread reuses, because newly allocated memory is slow. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final int[] places = new int[BLOCK];
    final int[] pairs = new int[HALF];
    final int[] table = new int[TABLE];
    final int[] secondTable = new int[TABLE];
  }

  private final Bins bins;
  private final Places places;
  private final ColumnMoments moments = new ColumnMoments(1);
  private final Scratch scratch = SCRATCH.get();
  private final long[] counts = new long[WIDTH];
  private long n;

  PairedTally(Bins bins) {
    this.bins = bins;
    this.places = Places.of(bins);
    Arrays.fill(scratch.table, 0);
    Arrays.fill(scratch.secondTable, 0);
  }

  /**
   * Whether the values of {@code x} can be counted in these bins, and are enough for tables to be
   * faster.
   */
  static boolean fits(INDArray x, Bins bins) {
    return x.length() >= ENOUGH && Places.exist(bins) && FloatBlocks.canRead(x);
  }

  @Override
  public void add(float[][] blocks, int length) {
    moments.add(blocks, length);
    n += length;
    places.find(blocks[0], scratch.places, length);
    Arrays.fill(scratch.places, length, BLOCK, places.above());
    counts[places.above()] -= BLOCK - length;
    pair(scratch.places, scratch.pairs);
    count(scratch.pairs, scratch.table, scratch.secondTable);
  }

  private static void pair(int[] places, int[] pairs) {
    for (int i = 0; i < HALF; i++) {
      pairs[i] = (places[i] << WIDTH_BITS) | places[i + HALF];
    }
  }

  /**
   * Alternates between two tables. If most pairs are equal, each increment of a single table would
   * wait for the one before.
   */
  private static void count(int[] pairs, int[] table, int[] secondTable) {
    for (int i = 0; i < HALF / 2; i++) {
      table[pairs[i] & (TABLE - 1)]++; // the mask avoids a bounds check
      secondTable[pairs[i + HALF / 2] & (TABLE - 1)]++;
    }
  }

  @Override
  public void finish() {
    moments.finish();
    for (int i = 0; i < TABLE; i++) {
      int pairsThere = scratch.table[i] + scratch.secondTable[i];
      if (pairsThere > 0) {
        counts[i >> WIDTH_BITS] += pairsThere;
        counts[i & (WIDTH - 1)] += pairsThere;
      }
    }
  }

  @Override
  public void merge(PairedTally later) {
    moments.merge(later.moments);
    n += later.n;
    for (int i = 0; i < WIDTH; i++) {
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
    long zeros = counts[Places.ZERO];
    long[] all = counts.clone();
    all[Places.WITH_ZERO] += zeros;
    long onRightEdge = end < places.above() && all[end] > 0 ? onRightEdge(x) : 0;
    double[] summary = new double[CpuDistribution.COUNTS + bins.count()];
    summary[0] = moments.mean()[0];
    summary[1] = Math.sqrt(moments.variance()[0] * n / (n - 1));
    summary[3] = Arrays.stream(all, Places.WITH_ZERO, first).sum();
    summary[4] = Arrays.stream(all, end, WIDTH).sum() - onRightEdge;
    summary[5] = zeros;
    for (int i = 0; i < bins.count(); i++) {
      summary[CpuDistribution.COUNTS + i] = all[first + i];
    }
    summary[summary.length - 1] += onRightEdge;
    return Optional.of(summary);
  }

  private long onRightEdge(INDArray x) {
    return FloatBlocks.of(x).reduce(() -> new SizeCount((float) bins.max())).count();
  }

  /** Whether all values are finite and the moments are precise. */
  private boolean isSound() {
    double variance = moments.variance()[0];
    return LEAST_VARIANCE <= variance && variance < GREATEST_VARIANCE && !moments.cancelled();
  }
}
