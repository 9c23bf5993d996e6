package ai.miniai.tensor;

/**
 * One number for each value of a block of whole rows. The compiler makes vector instructions of a
 * loop only if it runs over all its arrays from the start, so a number for each column is repeated
 * for each row.
 */
final class Lanes {
  /** The most values in a block, unless a single row has more: some blocks fit the cache. */
  private static final int MOST = 1 << 11;

  private Lanes() {}

  /** The number of values in a block of rows of {@code columns}. */
  static int count(int columns) {
    return columns * Math.max(1, MOST / columns);
  }

  /** {@code perColumn}, repeated for each row of a block. */
  static float[] repeat(double... perColumn) {
    float[] lanes = new float[count(perColumn.length)];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (float) perColumn[i % perColumn.length];
    }
    return lanes;
  }

  /** The sum of each column of {@code lanes}. */
  static double[] sums(float[] lanes, int columns) {
    double[] sums = new double[columns];
    for (int i = 0; i < lanes.length; i += columns) {
      for (int c = 0; c < columns; c++) {
        sums[c] += lanes[i + c];
      }
    }
    return sums;
  }
}
