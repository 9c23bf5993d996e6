package ai.miniai.kernels.histogram;

import java.util.Arrays;

/**
 * Counts places two at a time, in a table whose row is the place of one value and whose column is
 * that of another. There are two tables: if most pairs are equal, each increment of a single one
 * would wait for the one before.
 */
final class PairTable {
  /** All places are less than this. */
  static final int WIDTH = 64;

  /** A pair is row · WIDTH + column; four places are two pairs, this many bits apart. */
  static final int PAIR_BITS = 16;

  private static final int TABLE = WIDTH * WIDTH;

  /** Each thread reuses its own, because newly allocated memory is slow. */
  private static final ThreadLocal<PairTable> OF_THREAD = ThreadLocal.withInitial(PairTable::new);

  private final int[] low = new int[TABLE];
  private final int[] high = new int[TABLE];

  private PairTable() {}

  /** An empty table, for use by the calling thread until it asks for another one. */
  static PairTable ofThread() {
    PairTable table = OF_THREAD.get();
    Arrays.fill(table.low, 0);
    Arrays.fill(table.high, 0);
    return table;
  }

  /** Packs four places, each less than {@link #WIDTH}. */
  static int pack(int a, int b, int c, int d) {
    return (a * WIDTH | b) << PAIR_BITS | (c * WIDTH | d);
  }

  /** Counts the first {@code length} packs of four. */
  void count(int[] fours, int length) {
    count(fours, length, low, high);
  }

  /** The masks avoid a bounds check. */
  private static void count(int[] fours, int length, int[] low, int[] high) {
    for (int i = 0; i < length; i++) {
      int four = fours[i];
      low[four & (low.length - 1)]++;
      high[four >>> PAIR_BITS & (high.length - 1)]++;
    }
  }

  /** Adds the number of values at each place to {@code counts}. */
  void addTo(long[] counts) {
    for (int row = 0; row < WIDTH; row++) {
      int from = row * WIDTH;
      int inRow = 0;
      for (int i = from; i < from + WIDTH; i++) {
        inRow += low[i] + high[i];
      }
      if (inRow > 0) {
        counts[row] += inRow;
        for (int column = 0; column < WIDTH; column++) {
          counts[column] += low[from + column] + high[from + column];
        }
      }
    }
  }
}
