package ai.miniai.kernels.histogram;

import java.util.Arrays;

/**
 * Counts places two at a time, in a table whose row is the place of one value and whose column is
 * that of another. There are several tables that take turns: if most pairs are equal, each
 * increment of a single one would wait for the one before.
 */
final class PairTable {
  /** All places are less than this. */
  static final int WIDTH = 64;

  /** A pair is row · WIDTH + column; four places are two pairs, this many bits apart. */
  static final int PAIR_BITS = 16;

  private static final int TABLE = WIDTH * WIDTH;

  /** Each thread reuses its own, because newly allocated memory is slow. */
  private static final ThreadLocal<PairTable> OF_THREAD = ThreadLocal.withInitial(PairTable::new);

  private final int[] first = new int[TABLE];
  private final int[] second = new int[TABLE];
  private final int[] third = new int[TABLE];
  private final int[] fourth = new int[TABLE];

  private PairTable() {}

  /** An empty table, for use by the calling thread until it asks for another one. */
  static PairTable ofThread() {
    PairTable table = OF_THREAD.get();
    Arrays.fill(table.first, 0);
    Arrays.fill(table.second, 0);
    Arrays.fill(table.third, 0);
    Arrays.fill(table.fourth, 0);
    return table;
  }

  /** Packs four places, each less than {@link #WIDTH}. */
  static int pack(int a, int b, int c, int d) {
    return (a * WIDTH | b) << PAIR_BITS | (c * WIDTH | d);
  }

  /** Counts the first {@code length} packs of four. */
  void count(int[] fours, int length) {
    int even = length & -2;
    count(fours, even, first, second, third, fourth);
    if (even < length) {
      first[fours[even] & (TABLE - 1)]++;
      second[fours[even] >>> PAIR_BITS]++;
    }
  }

  /** The masks avoid a bounds check. */
  private static void count(
      int[] fours, int even, int[] first, int[] second, int[] third, int[] fourth) {
    for (int i = 0; i < even; i += 2) {
      int four = fours[i];
      int next = fours[i + 1];
      first[four & (first.length - 1)]++;
      second[four >>> PAIR_BITS & (second.length - 1)]++;
      third[next & (third.length - 1)]++;
      fourth[next >>> PAIR_BITS & (fourth.length - 1)]++;
    }
  }

  /** Adds the number of values at each place to {@code counts}. The table is of no use after it. */
  void addTo(long[] counts) {
    gather(first, second, third, fourth);
    for (int row = 0; row < WIDTH; row++) {
      int from = row * WIDTH;
      int inRow = 0;
      for (int i = from; i < from + WIDTH; i++) {
        inRow += first[i];
      }
      if (inRow > 0) {
        counts[row] += inRow;
        for (int column = 0; column < WIDTH; column++) {
          counts[column] += first[from + column];
        }
      }
    }
  }

  /** Adds all to the first. */
  private static void gather(int[] first, int[] second, int[] third, int[] fourth) {
    for (int i = 0; i < first.length; i++) {
      first[i] += second[i] + third[i] + fourth[i];
    }
  }
}
