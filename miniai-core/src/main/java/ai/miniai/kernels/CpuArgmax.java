package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The index of the largest value in each row of a matrix, computed on the CPU. */
final class CpuArgmax {
  private static final int NONE = -1;

  private CpuArgmax() {}

  /**
   * For each row of a row-major FLOAT matrix: the index of the first NaN, else of the largest value
   * (the first of equal ones).
   */
  static long[] ofRows(INDArray x) {
    float[] values = HostMemory.readFloats(x);
    int columns = Math.toIntExact(x.size(1));
    long[] places = new long[values.length / columns];
    for (int row = 0; row < places.length; row++) {
      places[row] = largest(values, row * columns, columns);
    }
    return places;
  }

  private static int largest(float[] values, int from, int length) {
    int place = 0;
    for (int i = 0; i < length; i++) {
      float value = values[from + i];
      if (Float.isNaN(value)) {
        return i;
      }
      if (value > values[from + place]) {
        place = i;
      }
    }
    return place;
  }

  /**
   * The same for {@code values}, a row-major matrix with {@code rows} rows, but −1 for a row that
   * contains NaN.
   */
  static long[] orNone(double[] values, int rows) {
    int columns = values.length / Math.max(rows, 1);
    long[] places = new long[rows];
    for (int row = 0; row < rows; row++) {
      places[row] = largestOrNone(values, row * columns, columns);
    }
    return places;
  }

  private static int largestOrNone(double[] values, int from, int length) {
    int best = from;
    for (int i = from; i < from + length; i++) {
      if (Double.isNaN(values[i])) {
        return NONE;
      }
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best - from;
  }
}
