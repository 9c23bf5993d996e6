package ai.miniai.kernels.onednn;

import org.bytedeco.javacpp.FloatPointer;

/**
 * The exponentials of the values of some rows, and their sum for each row. A softmax first
 * subtracts the largest value of a row, so that no power overflows. Mostly this is not necessary,
 * and the sums show it: if they are moderate, no power has overflowed, and what was rounded to 0
 * does not count.
 */
final class OneDnnPowers {
  /** Powers below 10⁻³⁸ are 0: 10⁻³² of such a sum. */
  private static final float LEAST_SUM = 0x1p-20f;

  /** The exponential of a large argument is less exact. */
  private static final float LARGEST_SUM = 0x1p40f;

  private final int rows;
  private final int columns;
  private final OneDnnExp exp;
  private final float[] sums;

  OneDnnPowers(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.exp = new OneDnnExp((long) rows * columns);
    this.sums = new float[rows];
  }

  /** Writes the exponentials and their sums. Returns whether all sums are moderate. */
  boolean run(FloatPointer x, FloatPointer powers, FloatPointer rowSums) {
    exp.run(x, powers);
    OneDnnRowSums.run(powers, rows, columns, 1, rowSums);
    rowSums.get(sums, 0, rows);
    for (float sum : sums) {
      if (!(sum >= LEAST_SUM && sum <= LARGEST_SUM)) {
        return false;
      }
    }
    return true;
  }

  /** The sums of the last run; they may be overwritten. */
  float[] sums() {
    return sums;
  }
}
