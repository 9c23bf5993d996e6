package ai.miniai.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moments and histogram of float32 values, twice as fast as {@link Tally}: all arithmetic is in
 * loops that the compiler makes vector instructions of, and two values are counted at once, in
 * tables with a row for the bin of the one and a column for that of the other.
 *
 * <p>Only for few bins that begin at 0, and {@link #summary} may decline.
 */
final class PairedTally implements FloatBlocks.Gatherer<PairedTally> {
  private static final int BLOCK = Lanes.count(1);
  private static final int HALF = BLOCK / 2;

  /** From this many values on a table is worth its making. */
  private static final int ENOUGH = 1 << 13;

  /** Room for the bins and two places behind them. */
  private static final int WIDTH = 64;

  private static final int WIDTH_BITS = 6;
  private static final int TABLE = WIDTH * WIDTH;

  /** Around this number, float32 numbers are the integers. */
  private static final float INTEGERS = 3 << 22;

  /** Outside these, squares may be too small or too large for float32. */
  private static final double LEAST_VARIANCE = 1e-30;

  private static final double GREATEST_VARIANCE = 1e30;

  /** Memory of each thread that is used again and again: fresh memory is slow. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final float[] scaled = new float[BLOCK];
    final int[] places = new int[BLOCK];
    final int[] pairs = new int[HALF];
    final int[] table = new int[TABLE];
    final int[] secondTable = new int[TABLE];
    final FloatBuffer asFloats;
    final IntBuffer asInts;

    Scratch() {
      ByteBuffer bits = ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.nativeOrder());
      asFloats = bits.asFloatBuffer();
      asInts = bits.asIntBuffer();
    }
  }

  private final int bins;
  private final float max;
  private final ColumnMoments moments = new ColumnMoments(1);
  private final Scratch scratch = SCRATCH.get();
  private final long[] counts = new long[WIDTH];
  private long n;

  PairedTally(Bins bins) {
    this.bins = bins.count();
    this.max = (float) bins.max();
    Arrays.fill(scratch.table, 0);
    Arrays.fill(scratch.secondTable, 0);
  }

  /** Whether the values of {@code x} can be counted in these bins, and are worth a table. */
  static boolean fits(INDArray x, Bins bins) {
    return x.length() >= ENOUGH
        && bins.min() == 0 // so they are no octaves
        && bins.count() <= WIDTH - 2
        && FloatBlocks.canRead(x);
  }

  @Override
  public void add(float[][] blocks, int length) {
    moments.add(blocks, length);
    n += length;
    scale(blocks[0], scratch.scaled, length, max, 2 * bins);
    scratch.asFloats.put(0, scratch.scaled, 0, length); // their bits are integers
    int[] places = scratch.places;
    scratch.asInts.get(0, places, 0, length);
    int most = Float.floatToRawIntBits(INTEGERS + 2 * (bins + 1));
    cap(places, length, most);
    Arrays.fill(places, length, BLOCK, most);
    counts[bins + 1] -= BLOCK - length;
    pair(places, scratch.pairs);
    count(scratch.pairs, scratch.table, scratch.secondTable);
  }

  /**
   * Writes INTEGERS + twice the bin, or 1 more. With t = 2 · |x| / max · bins the bin is ⌊t / 2⌋ =
   * ⌊r / 2⌋, r being t − ½ to the nearest integer, or to the even one of two.
   */
  private static void scale(float[] x, float[] out, int length, float max, float twiceBins) {
    for (int i = 0; i < length; i++) {
      out[i] = Math.abs(x[i]) / max * twiceBins - 0.5f + INTEGERS;
    }
  }

  /** Math.min of positive numbers, which JDK 17 makes no vector instructions of. */
  private static void cap(int[] places, int length, int most) {
    for (int i = 0; i < length; i++) {
      int excess = places[i] - most;
      places[i] = most + (excess & (excess >> 31));
    }
  }

  private static void pair(int[] places, int[] pairs) {
    for (int i = 0; i < HALF; i++) {
      pairs[i] = (place(places[i]) << WIDTH_BITS) | place(places[i + HALF]);
    }
  }

  private static int place(int bits) {
    return (bits >> 1) & (WIDTH - 1);
  }

  /** Two tables by turns: where most pairs are alike, each increment waits for the one before. */
  private static void count(int[] pairs, int[] table, int[] secondTable) {
    for (int i = 0; i < HALF / 2; i++) {
      table[pairs[i] & (TABLE - 1)]++; // the mask spares a check
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

  /** As {@link Tally#summary}, of {@code x}; empty if something about its values is odd. */
  Optional<double[]> summary(INDArray x) {
    if (!isSound()) {
      return Optional.empty();
    }
    long onRightEdge =
        isUnsureOfTheEdge() ? FloatBlocks.of(x).reduce(() -> new SizeCount(max)).count() : 0;
    double[] summary = new double[5 + bins];
    summary[0] = moments.mean()[0];
    summary[1] = Math.sqrt(moments.variance()[0] * n / (n - 1));
    summary[4] = counts[bins] - onRightEdge + counts[bins + 1];
    for (int i = 0; i < bins; i++) {
      summary[5 + i] = counts[i];
    }
    summary[4 + bins] += onRightEdge;
    return Optional.of(summary);
  }

  /** Whether all values are finite and the moments are right. */
  private boolean isSound() {
    double variance = moments.variance()[0];
    return LEAST_VARIANCE <= variance && variance < GREATEST_VARIANCE && !moments.cancelled();
  }

  /** Whether some sizes are {@code max} or less than a bin above it, and which is not known. */
  private boolean isUnsureOfTheEdge() {
    return counts[bins] > 0;
  }
}
