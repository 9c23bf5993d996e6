package ai.miniai.array;

/**
 * Arrays with one number for each value of a block of whole rows. The compiler vectorises a loop
 * only if it uses the same index for all arrays, so a number per column is repeated for each row of
 * the block.
 */
public final class Lanes {
  /**
   * The maximum number of values in a block, unless a single row has more. Several blocks of this
   * size fit into the cache.
   */
  private static final int MOST = 1 << 9;

  private Lanes() {}

  /** The number of values in a block of whole rows with {@code columns} columns. */
  public static int count(int columns) {
    return columns * Math.max(1, MOST / columns);
  }

  /** {@code perColumn}, repeated for each row of a block. */
  public static float[] repeat(double... perColumn) {
    float[] row = new float[perColumn.length];
    for (int c = 0; c < row.length; c++) {
      row[c] = (float) perColumn[c];
    }
    float[] lanes = new float[count(row.length)];
    repeat(row, lanes);
    return lanes;
  }

  /** Repeats {@code row} in {@code lanes}, whose length is a multiple of that of the row. */
  public static void repeat(float[] row, float[] lanes) {
    System.arraycopy(row, 0, lanes, 0, row.length);
    for (int done = row.length; done < lanes.length; done *= 2) {
      System.arraycopy(lanes, 0, lanes, done, Math.min(done, lanes.length - done));
    }
  }

  /** The sum of each column of {@code lanes}. */
  public static double[] sums(float[] lanes, int columns) {
    if (columns == 1) {
      return new double[] {sum(lanes, 0, lanes.length)};
    }
    double[] sums = new double[columns];
    for (int row = 0; row < lanes.length; row += columns) {
      for (int c = 0; c < columns; c++) { // independent sums, so that additions overlap
        sums[c] += lanes[row + c];
      }
    }
    return sums;
  }

  /** The sum of x[from] to x[to − 1]: four independent sums, so that the additions overlap. */
  public static double sum(float[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return a + b + (c + d);
  }
}
