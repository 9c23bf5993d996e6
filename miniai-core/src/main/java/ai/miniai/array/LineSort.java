package ai.miniai.array;

import java.util.Arrays;

/** The order of 32-bit keys in each of many lines, found by several threads. */
public final class LineSort {
  /** The number of keys that are worth a thread. */
  private static final int LEAST_IN_PART = 1 << 14;

  /** So many keys of a line are found without sorting it. */
  private static final int FEW = 64;

  private LineSort() {}

  /**
   * The indices of the {@code wanted} smallest keys of each line, in ascending order of the keys;
   * those of equal keys stay in order.
   *
   * @param keys [lines, size]
   * @return [lines, wanted]
   */
  public static long[] first(int[] keys, int size, int wanted) {
    int lines = keys.length / size;
    int each = Math.max(1, LEAST_IN_PART / size);
    long[] indices = new long[lines * wanted];
    Team.run(
        (lines + each - 1) / each,
        part -> {
          long[] line = new long[size];
          for (int i = part * each; i < Math.min((part + 1) * each, lines); i++) {
            first(keys, i * size, line, wanted);
            for (int k = 0; k < wanted; k++) {
              indices[i * wanted + k] = (int) line[k]; // the lower half is the index
            }
          }
        });
    return indices;
  }

  /** Leaves the first keys, each with its index in the lower half, at the start of {@code line}. */
  private static void first(int[] keys, int from, long[] line, int wanted) {
    boolean few = wanted <= Math.min(FEW, line.length / 8);
    int kept = 0;
    for (int i = 0; i < line.length; i++) {
      long packed = ((long) keys[from + i] << Integer.SIZE) | i;
      if (!few) {
        line[i] = packed;
      } else if (kept < wanted || packed < line[wanted - 1]) {
        kept = Math.min(kept + 1, wanted);
        insert(packed, line, kept);
      }
    }
    if (!few) {
      Arrays.sort(line);
    }
  }

  /** Puts {@code value} at its place among the first {@code length} − 1 values, in order. */
  private static void insert(long value, long[] sorted, int length) {
    int at = length - 1;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = value;
  }
}
