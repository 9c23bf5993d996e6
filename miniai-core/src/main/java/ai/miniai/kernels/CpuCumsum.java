package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running sum of float32 values along one dimension, added up in float64, in plain Java. */
final class CpuCumsum {
  /** The most columns that one thread processes together: they fit into the cache. */
  private static final int MOST_COLUMNS = 1 << 10;

  private CpuCumsum() {}

  /** {@code x} is row-major. */
  static INDArray of(INDArray x, int dim, boolean fromTheEnd) {
    int rows = (int) x.size(dim);
    int columns = 1;
    for (int d = dim + 1; d < x.rank(); d++) {
      columns *= (int) x.size(d);
    }
    INDArray result = Layout.empty(DataType.FLOAT, x.shape());
    if (columns == 1) {
      alongRows(x, rows, fromTheEnd, result);
    } else {
      alongColumns(x, rows, columns, fromTheEnd, result);
    }
    return result;
  }

  private static void alongRows(INDArray x, int length, boolean fromTheEnd, INDArray result) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = result.data().asNioFloat();
    int rows = (int) (x.length() / length);
    int each = Math.max(1, (1 << 14) / length);
    try {
      Team.run(
          (rows - 1) / each + 1,
          part -> {
            float[] row = new float[length];
            for (int i = part * each; i < Math.min((part + 1) * each, rows); i++) {
              from.get((int) x.offset() + i * length, row);
              add(row, fromTheEnd);
              to.put((int) result.offset() + i * length, row);
            }
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
      Reference.reachabilityFence(result);
    }
  }

  private static void add(float[] row, boolean fromTheEnd) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      int at = fromTheEnd ? row.length - 1 - i : i;
      sum += row[at];
      row[at] = (float) sum;
    }
  }

  private static void alongColumns(
      INDArray x, int rows, int columns, boolean fromTheEnd, INDArray result) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = result.data().asNioFloat();
    int slabs = (int) (x.length() / rows / columns);
    int blocks = (columns - 1) / MOST_COLUMNS + 1;
    try {
      Team.run(
          slabs * blocks,
          part -> {
            int first = part % blocks * MOST_COLUMNS;
            float[] row = new float[Math.min(MOST_COLUMNS, columns - first)];
            double[] sums = new double[row.length];
            for (int i = 0; i < rows; i++) {
              int number = part / blocks * rows + (fromTheEnd ? rows - 1 - i : i);
              from.get((int) x.offset() + number * columns + first, row);
              add(row, sums);
              to.put((int) result.offset() + number * columns + first, row);
            }
          });
    } finally {
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(result);
    }
  }

  private static void add(float[] row, double[] sums) {
    for (int c = 0; c < row.length; c++) {
      sums[c] += row[c];
      row[c] = (float) sums[c];
    }
  }
}
