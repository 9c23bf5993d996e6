package ai.miniai.kernels.onednn;

import ai.miniai.array.Layout;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sums of the rows of a float32 matrix: its product with a vector of ones. oneDNN reads the
 * matrix at the speed of memory, and adds eight or more sums for each row at the same time. Its own
 * reduction takes two to ten times as long.
 */
final class OneDnnRowSums {
  /** The number of ones at first; longer rows need more. */
  private static final int ONES = 1 << 7;

  /** Shorter rows are slower than a plain loop. */
  private static final int LEAST_COLUMNS = 32;

  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 14;

  private static volatile FloatPointer ones = ones(ONES);

  private OneDnnRowSums() {}

  /** Writes {@code factor} · the sum of each row of {@code x} [rows, columns] to {@code sums}. */
  static void run(FloatPointer x, long rows, long columns, float factor, FloatPointer sums) {
    if (rows == 1 && columns > ONES) { // oneDNN does not vectorise this product
      sums.put(0, (float) (factor * OneDnnSum.of(x, columns)));
    } else {
      multiply(x, rows, columns, factor, sums);
    }
  }

  private static void multiply(
      FloatPointer x, long rows, long columns, float factor, FloatPointer sums) {
    FloatPointer vector = ones;
    if (vector.capacity() < columns) {
      vector = ones(columns);
      ones = vector;
    }
    byte plain = 'N';
    OneDnn.check(
        dnnl.dnnl_sgemm(plain, plain, rows, 1, columns, factor, x, columns, vector, 1, 0, sums, 1),
        "the sums of rows");
  }

  /** Whether there are so many values, in rows so long, that this is faster than a plain loop. */
  static boolean isFaster(INDArray x, long columns) {
    return x.dataType() == DataType.FLOAT && x.length() >= LEAST_VALUES && columns >= LEAST_COLUMNS;
  }

  /**
   * The sums of the rows of a row-major matrix. If all values are the same, the error is 3·10⁻⁷ for
   * 256 columns and grows with their number.
   */
  static INDArray rows(INDArray x) {
    long columns = x.size(1);
    INDArray sums = Layout.empty(DataType.FLOAT, x.size(0));
    int parts = OneDnn.parts(x.size(0), x.length());
    OneDnn.share(
        parts,
        i -> {
          long from = x.size(0) * i / parts;
          long rows = x.size(0) * (i + 1) / parts - from;
          run(
              new OneDnn.Address(x, from * columns),
              rows,
              columns,
              1,
              new OneDnn.Address(sums, from));
        },
        x,
        sums);
    return sums;
  }

  private static FloatPointer ones(long length) {
    FloatPointer ones = new FloatPointer(length);
    for (long i = 0; i < length; i++) {
      ones.put(i, 1);
    }
    return ones;
  }
}
