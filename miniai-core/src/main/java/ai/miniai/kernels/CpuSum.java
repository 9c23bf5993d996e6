package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import ai.miniai.array.Summation;
import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of float32 values in plain Java: short sums in float32, which are added up in float64. */
final class CpuSum {
  /** The least number of values that makes a part worth running on another thread. */
  private static final int LEAST_IN_PART = 1 << 14;

  /** The most terms that are added up in float32, where each addition rounds. */
  private static final int MOST_TERMS = 64;

  private CpuSum() {}

  /** {@link Summation.Middle}: sums a row-major array [a, n, b] over n. */
  static INDArray middle(INDArray x) {
    if (!FloatBlocks.canRead(x)) {
      return Summation.middle(x);
    }
    int slabs = Math.toIntExact(x.size(0));
    int columns = Math.toIntExact(x.size(2));
    if (slabs == 1) {
      return columns(x.reshape('c', x.size(1), columns)).reshape('c', 1, columns);
    }
    float[] sums = new float[slabs * columns];
    int length = Math.toIntExact(x.size(1));
    if (columns == 1 && ShortRows.fit(length)) {
      ShortRows.read(
          (blocks, from, row) -> sums[row] = (float) Lanes.sum(blocks[0], from, from + length),
          x.reshape('c', slabs, length));
    } else {
      sum(x, slabs, columns, sums);
    }
    INDArray result = Layout.empty(DataType.FLOAT, slabs, columns);
    HostMemory.write(sums, result);
    return result;
  }

  /** The sum of all values of an array of any layout, without dimensions. */
  static INDArray all(INDArray x) {
    double[] sum = FloatBlocks.of(Layout.dense(x)).reduce(() -> new Columns(1)).sums;
    INDArray result = Layout.empty(DataType.FLOAT);
    HostMemory.write(sum, result);
    return result;
  }

  /** The sum of each column of a row-major FLOAT matrix. */
  static INDArray columns(INDArray x) {
    int columns = Math.toIntExact(x.size(1));
    INDArray result = Layout.empty(DataType.FLOAT, columns);
    if (columns > Lanes.count(1)) {
      wideColumns(x, columns, result);
    } else {
      HostMemory.write(FloatBlocks.ofRows(x).reduce(() -> new Columns(columns)).sums, result);
    }
    return result;
  }

  /** A block of columns after the other: the sums of whole rows would not fit into the cache. */
  private static void wideColumns(INDArray x, int columns, INDArray result) {
    int rows = Math.toIntExact(x.size(0));
    int width = Lanes.count(1);
    float[] sums = new float[columns];
    FloatBuffer memory = x.data().asNioFloat();
    int begin = (int) x.offset();
    try {
      Team.run(
          (columns - 1) / width + 1,
          part -> {
            int from = part * width;
            int count = Math.min(width, columns - from);
            float[] block = new float[count];
            Columns sum = new Columns(count, count);
            for (int row = 0; row < rows; row++) {
              if (row > 0 && row % MOST_TERMS == 0) {
                sum.finish();
              }
              memory.get(begin + row * columns + from, block, 0, count);
              add(block, sum.lanes, count);
            }
            sum.finish();
            put(sum.sums, sums, from);
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
    }
    HostMemory.write(sums, result);
  }

  private static void sum(INDArray x, int slabs, int columns, float[] sums) {
    int length = Math.toIntExact(x.length() / slabs);
    int each = Math.max(1, LEAST_IN_PART / length);
    FloatBuffer memory = x.data().asNioFloat();
    int begin = (int) x.offset();
    try {
      Team.run(
          (slabs + each - 1) / each,
          part -> {
            float[] block = new float[Math.min(Lanes.count(columns), length)];
            Columns sum = new Columns(columns, block.length);
            for (int slab = part * each; slab < Math.min((part + 1) * each, slabs); slab++) {
              for (int at = 0; at < length; at += block.length) {
                if (at > 0 && at % (block.length * MOST_TERMS) == 0) {
                  sum.finish();
                }
                int count = Math.min(block.length, length - at);
                memory.get(begin + slab * length + at, block, 0, count);
                add(block, sum.lanes, count);
              }
              sum.finish();
              put(sum.sums, sums, slab * columns);
              Arrays.fill(sum.sums, 0);
            }
          });
    } finally {
      Reference.reachabilityFence(x); // a buffer does not keep its memory alive
    }
  }

  private static void put(double[] values, float[] sums, int from) {
    for (int i = 0; i < values.length; i++) {
      sums[from + i] = (float) values[i];
    }
  }

  /** Static, so that the compiler vectorises it. */
  private static void add(float[] x, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += x[i];
    }
  }

  /** The sum of each column. */
  private static final class Columns implements FloatBlocks.Gatherer<Columns> {
    private final int columns;
    private final float[] lanes;
    private final double[] sums;

    Columns(int columns) {
      this(columns, Lanes.count(columns));
    }

    Columns(int columns, int lanes) {
      this.columns = columns;
      this.lanes = new float[lanes];
      this.sums = new double[columns];
    }

    @Override
    public void add(float[][] blocks, int length) {
      CpuSum.add(blocks[0], lanes, length);
    }

    /** Moves the sums in float32 to those in float64. */
    @Override
    public void finish() {
      double[] more = Lanes.sums(lanes, columns);
      for (int c = 0; c < columns; c++) {
        sums[c] += more[c];
      }
      Arrays.fill(lanes, 0);
    }

    @Override
    public void merge(Columns later) {
      for (int c = 0; c < columns; c++) {
        sums[c] += later.sums[c];
      }
    }
  }
}
