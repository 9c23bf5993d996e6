package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest or smallest float32 values over dimensions that are neighbours but not the last ones,
 * and the gradient: of a row-major array [slabs, rows, columns], those of each column of a slab.
 */
final class CpuMiddleExtreme {
  /** The most columns that one thread processes together: they fit into the cache. */
  private static final int MOST_COLUMNS = 1 << 11;

  private final INDArray x;
  private final int rows;
  private final int columns;
  private final int slabs;

  private CpuMiddleExtreme(INDArray x, int... dims) {
    this.x = x;
    rows = count(x, dims[0], dims[0] + dims.length);
    columns = count(x, dims[0] + dims.length, x.rank());
    slabs = count(x, 0, dims[0]);
  }

  private static int count(INDArray x, int from, int to) {
    return IntStream.range(from, to).map(d -> (int) x.size(d)).reduce(1, (a, b) -> a * b);
  }

  static boolean fits(INDArray x, int... dims) {
    return dims.length > 0
        && dims[dims.length - 1] == dims[0] + dims.length - 1
        && dims[dims.length - 1] < x.rank() - 1
        && FloatBlocks.canRead(x)
        && Layout.isRowMajor(x);
  }

  static INDArray of(boolean largest, INDArray x, int... dims) {
    CpuMiddleExtreme middle = new CpuMiddleExtreme(x, dims);
    long[] shape =
        IntStream.range(0, x.rank())
            .filter(d -> Arrays.binarySearch(dims, d) < 0)
            .mapToLong(x::size)
            .toArray();
    INDArray result = Layout.empty(DataType.FLOAT, shape);
    middle.find(largest, result);
    return result;
  }

  private void find(boolean largest, INDArray result) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = result.data().asNioFloat();
    parts(
        result,
        (slab, column, count) -> {
          float[] found = new float[count];
          float[] row = new float[count];
          from.get(at(slab, 0, column), found);
          for (int i = 1; i < rows; i++) {
            from.get(at(slab, i, column), row);
            if (largest) {
              larger(row, found, count);
            } else {
              smaller(row, found, count);
            }
          }
          to.put((int) result.offset() + slab * columns + column, found);
        });
  }

  /** The gradient with respect to {@code x}, given the extremes. */
  static INDArray differentiate(INDArray x, INDArray extremes, INDArray gradient, int... dims) {
    CpuMiddleExtreme middle = new CpuMiddleExtreme(x, dims);
    INDArray result = Layout.empty(DataType.FLOAT, x.shape());
    middle.share(HostMemory.readFloats(extremes), HostMemory.readFloats(gradient), result);
    return result;
  }

  private void share(float[] extremes, float[] gradient, INDArray result) {
    FloatBuffer from = x.data().asNioFloat();
    FloatBuffer to = result.data().asNioFloat();
    parts(
        result,
        (slab, column, count) -> {
          int first = slab * columns + column;
          float[] extreme = Arrays.copyOfRange(extremes, first, first + count);
          float[] shares = new float[count];
          float[] row = new float[count];
          for (int i = 0; i < rows; i++) {
            from.get(at(slab, i, column), row);
            equal(row, extreme);
            add(row, shares);
          }
          for (int c = 0; c < count; c++) {
            shares[c] = gradient[first + c] / shares[c];
          }
          for (int i = 0; i < rows; i++) {
            from.get(at(slab, i, column), row);
            equal(row, extreme);
            multiply(row, shares);
            to.put((int) result.offset() + (slab * rows + i) * columns + column, row);
          }
        });
  }

  private interface Columns {
    void process(int slab, int column, int count);
  }

  private void parts(INDArray result, Columns body) {
    int blocks = (columns - 1) / MOST_COLUMNS + 1;
    try {
      Team.run(
          slabs * blocks,
          part -> {
            int column = part % blocks * MOST_COLUMNS;
            body.process(part / blocks, column, Math.min(MOST_COLUMNS, columns - column));
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
      Reference.reachabilityFence(result);
    }
  }

  private int at(int slab, int row, int column) {
    return (int) x.offset() + (slab * rows + row) * columns + column;
  }

  // These are static, so that the compiler vectorises them.

  private static void larger(float[] x, float[] found, int count) {
    for (int i = 0; i < count; i++) {
      found[i] = Math.max(found[i], x[i]); // keeps NaN
    }
  }

  private static void smaller(float[] x, float[] found, int count) {
    for (int i = 0; i < count; i++) {
      found[i] = Math.min(found[i], x[i]);
    }
  }

  /** Replaces each value by 1 if it is the extreme, else by 0. */
  private static void equal(float[] x, float[] extreme) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] == extreme[i] ? 1 : 0;
    }
  }

  private static void add(float[] x, float[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += x[i];
    }
  }

  private static void multiply(float[] x, float[] factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor[i];
    }
  }
}
