package ai.miniai.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Moments and histogram of float32 values, twice as fast as {@link Tally}: all arithmetic is in
 * loops that the compiler makes vector instructions of, and two values are counted at once, in a
 * table with a row for the bin of the one and a column for that of the other.
 *
 * <p>Only for few bins that begin at 0, and only {@link #isSound} results may be used.
 */
final class PairedTally implements FloatBlocks.Gatherer<PairedTally> {
  private static final int BLOCK = Lanes.count(1);
  private static final int HALF = BLOCK / 2;

  /** Room for the bins and two places behind them. */
  private static final int WIDTH = 64;

  private static final int WIDTH_BITS = 6;

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
    final int[] table = new int[WIDTH * WIDTH];
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
  }

  /** Whether values can be counted in these bins. */
  static boolean fits(Bins bins) {
    return bins.min() == 0 && bins.count() <= WIDTH - 2;
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
    count(scratch.pairs, scratch.table);
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

  private static void count(int[] pairs, int[] table) {
    for (int i = 0; i < HALF; i++) {
      table[pairs[i] & (WIDTH * WIDTH - 1)]++; // the mask spares a check
    }
  }

  @Override
  public void finish() {
    moments.finish();
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int pairsThere = scratch.table[(row << WIDTH_BITS) | column];
        if (pairsThere > 0) {
          counts[row] += pairsThere;
          counts[column] += pairsThere;
        }
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

  /** Whether all values are finite and the moments are right. */
  boolean isSound() {
    double variance = moments.variance()[0];
    return LEAST_VARIANCE <= variance && variance < GREATEST_VARIANCE && !moments.cancelled();
  }

  /** Whether some sizes are {@code max} or less than a bin above it, and which is not known. */
  boolean isUnsureOfTheEdge() {
    return counts[bins] > 0;
  }

  /** As {@link Tally#summary}, given how many sizes are {@code max}. */
  double[] summary(long onRightEdge) {
    double[] summary = new double[5 + bins];
    summary[0] = moments.mean()[0];
    summary[1] = Math.sqrt(moments.variance()[0] * n / (n - 1));
    summary[4] = counts[bins] - onRightEdge + counts[bins + 1];
    for (int i = 0; i < bins; i++) {
      summary[5 + i] = counts[i];
    }
    summary[4 + bins] += onRightEdge;
    return summary;
  }
}
