package ai.miniai.kernels.onednn;

import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of all values of a float32 array. It is read as matrices with long rows. A vector of ones
 * times such a matrix gives the sum of each column: oneDNN adds up many columns at once, at the
 * speed of memory, and float32 adds up few values one after the other. The rest is added up in
 * float64.
 */
final class OneDnnSum {
  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 14;

  /** The length of a row. The sums of all columns stay in the cache. */
  private static final int COLUMNS = 1 << 11;

  /** The sums of the columns are added up in the same way until this many are left. */
  private static final int FEW = 1 << 7;

  /** The most values that float32 adds up one after the other, where each addition rounds. */
  private static final int ROWS = 1 << 5;

  /** The number of values that a thread sums at a time. */
  private static final int PART = ROWS * COLUMNS;

  private static final FloatPointer ONES = new FloatPointer(ones());

  private OneDnnSum() {}

  /** Whether there are so many values that this is faster than a plain loop. */
  static boolean isFaster(INDArray x) {
    return x.dataType() == DataType.FLOAT && x.length() >= LEAST_VALUES;
  }

  /** The sum of an array of any layout. It is finite only if all values are. */
  static double of(INDArray array) {
    INDArray x = Layout.dense(array);
    long length = x.length();
    double[] sums = new double[Math.toIntExact((length - 1) / PART + 1)];
    OneDnn.share(
        sums.length,
        i -> {
          long from = (long) i * PART;
          sums[i] = of(new OneDnn.Address(x, from), Math.min(PART, length - from));
        },
        x);
    return Arrays.stream(sums).sum();
  }

  /** The sum of {@code length} values from {@code x} on, on a single thread. */
  static double of(FloatPointer x, long length) {
    double sum = 0;
    for (long done = 0; done < length; ) {
      long rows = Math.min(ROWS, (length - done) / COLUMNS);
      FloatPointer start = x.getPointer(done);
      if (rows > 1) {
        sum += matrix(start, rows);
        done += rows * COLUMNS;
      } else {
        int count = (int) Math.min(COLUMNS, length - done);
        float[] values = new float[count];
        start.get(values);
        sum += Lanes.sum(values, 0, count);
        done += count;
      }
    }
    return sum;
  }

  /** The sum of a matrix [rows, COLUMNS]. */
  private static double matrix(FloatPointer x, long rows) {
    try (Scratchpad scratch = Scratchpad.borrow((COLUMNS + FEW) * Float.BYTES)) {
      FloatPointer sums = new FloatPointer(scratch.memory());
      FloatPointer few = sums.getPointer(COLUMNS);
      columns(x, rows, COLUMNS, sums);
      columns(sums, COLUMNS / FEW, FEW, few);
      float[] values = new float[FEW];
      few.get(values);
      return Lanes.sum(values, 0, FEW);
    }
  }

  /** Writes the sum of each column of a matrix to {@code sums}. */
  private static void columns(FloatPointer x, long rows, long columns, FloatPointer sums) {
    byte plain = 'N';
    OneDnn.check(
        dnnl.dnnl_sgemm(
            plain, plain, 1, columns, rows, 1, ONES, rows, x, columns, 0, sums, columns),
        "a sum");
  }

  private static float[] ones() {
    float[] ones = new float[ROWS];
    Arrays.fill(ones, 1);
    return ones;
  }
}
