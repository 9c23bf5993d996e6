package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.FloatBlocks;
import ai.miniai.array.HostMemory;
import ai.miniai.array.Lanes;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import com.google.common.primitives.Booleans;
import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code Tensor.constant}: finds the indices of a dimension where all values are equal. Such an
 * index is called a unit here; it has moved if it has more than one value.
 */
public final class ConstantUnits {
  /** From this many contiguous values per unit, checking each unit separately is faster. */
  private static final int LONG_ROW = 32;

  /** The number of values that are read first. */
  private static final int FEW = 1 << 13;

  private ConstantUnits() {}

  /**
   * For an array in CPU memory. Reading stops once every unit has moved, so little is read if no
   * unit is constant.
   */
  public static double[] onHost(INDArray x, int dim) {
    INDArray dense = Layout.dense(x);
    int units = Math.toIntExact(dense.size(dim));
    // In memory [outer, units, inner]: rows of units · inner values.
    int inner = Math.toIntExact(units == 1 ? dense.length() : dense.stride(dim));
    try {
      boolean[] moved;
      if (!FloatBlocks.canRead(dense)) {
        moved = moved(dense.data().asNioDouble(), dense, units, inner);
      } else if (inner < LONG_ROW) {
        moved = movedInRows(dense, units, inner);
      } else {
        FloatBuffer values = dense.data().asNioFloat();
        moved = movedByUnit(values, (int) dense.offset(), dense.length(), units, inner);
      }
      double[] constant = new double[units];
      Arrays.setAll(constant, u -> moved[u] ? 0 : 1);
      return constant;
    } finally {
      Reference.reachabilityFence(dense); // a buffer does not keep its memory alive
    }
  }

  /** Reads a few rows first, in which usually all units have moved; if not, reads all rows. */
  private static boolean[] movedInRows(INDArray dense, int units, int inner) {
    boolean[] moved = movedInFirstRows(dense, units, inner);
    return Booleans.indexOf(moved, false) < 0
        ? moved
        : Distances.in(Layout.inMemoryOrder(dense).reshape('c', -1, (long) units * inner), inner);
  }

  /** Which units have moved in the first rows. No arrays are created, which would take longer. */
  private static boolean[] movedInFirstRows(INDArray dense, int units, int inner) {
    FloatBuffer values = dense.data().asNioFloat();
    int row = units * inner;
    int from = (int) dense.offset();
    int end = from + (int) Math.min(dense.length(), (long) row * Math.max(2, FEW / row));
    float[] first = new float[row];
    float[] block = new float[Math.min(end - from, Lanes.count(row))];
    boolean[] moved = new boolean[units];
    values.get(from, first);
    for (int at = from; at < end && Booleans.indexOf(moved, false) >= 0; at += block.length) {
      int count = Math.min(block.length, end - at);
      values.get(at, block, 0, count);
      for (int i = 0; i < count; ) {
        for (int unit = 0; unit < units; unit++) {
          for (int last = i + inner; i < last; i++) {
            moved[unit] |= block[i] - first[unit * inner] != 0; // true for NaN too
          }
        }
      }
    }
    return moved;
  }

  /** Σ |x − first| for each position in a block of rows. It is 0 if nothing has moved there. */
  private static final class Distances implements FloatBlocks.Gatherer<Distances> {
    private final float[] first;
    private final float[] sums;

    private Distances(float[] first) {
      this.first = first;
      sums = new float[first.length];
    }

    /** Which units of {@code rows} [outer, units · inner] have moved. */
    static boolean[] in(INDArray rows, int inner) {
      double[] row = HostMemory.read(rows.getRow(0));
      Arrays.setAll(row, i -> row[i / inner * inner]);
      float[] first = Lanes.repeat(row);
      Distances all = FloatBlocks.ofRows(rows).reduce(() -> new Distances(first));
      boolean[] moved = new boolean[row.length / inner];
      for (int i = 0; i < first.length; i++) {
        moved[i / inner % moved.length] |= all.sums[i] != 0; // true for NaN too
      }
      return moved;
    }

    @Override
    public void add(float[][] blocks, int length) {
      addDistance(blocks[0], first, length, sums);
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Distances later) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += later.sums[i];
      }
    }
  }

  /** Reads each unit until it has moved, which is usually in the first block of its first row. */
  private static boolean[] movedByUnit(
      FloatBuffer values, int from, long length, int units, int inner) {
    boolean[] moved = new boolean[units];
    Team.run(
        units,
        unit -> {
          float[] block = new float[Math.min(inner, Lanes.count(1))];
          float[] first = new float[block.length];
          Arrays.fill(first, values.get(from + unit * inner));
          float[] distance = new float[block.length];
          for (int row = unit * inner; row < length && !moved[unit]; row += units * inner) {
            for (int at = 0; at < inner && !moved[unit]; at += block.length) {
              int count = Math.min(block.length, inner - at);
              values.get(from + row + at, block, 0, count);
              addDistance(block, first, count, distance);
              moved[unit] = isAnyMoved(distance);
            }
          }
        });
    return moved;
  }

  private static boolean isAnyMoved(float[] distance) {
    float sum = 0;
    for (float one : distance) {
      sum += one; // no term is negative
    }
    return sum != 0;
  }

  /** Static, so that the compiler vectorises it. */
  private static void addDistance(float[] x, float[] first, int length, float[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += Math.abs(x[i] - first[i]);
    }
  }

  private static boolean[] moved(DoubleBuffer values, INDArray dense, int units, int inner) {
    boolean[] moved = new boolean[units];
    int from = (int) dense.offset();
    for (int i = 0; i < dense.length(); i++) {
      int unit = i / inner % units;
      moved[unit] |= !(values.get(from + i) - values.get(from + unit * inner) == 0);
    }
    return moved;
  }

  /** With ND4J's operations only, so that no values are copied to the host. */
  public static INDArray onDevice(INDArray x, int dim) {
    int[] order = new int[x.rank()];
    Arrays.setAll(order, d -> d == 0 ? dim : d <= dim ? d - 1 : d);
    INDArray rows = Layout.contiguous(x.permute(order)).reshape('c', x.size(dim), -1);
    INDArray first = Layout.part(rows, 1, 0, 1).dup('c');
    INDArray differences = Broadcast.apply("subtract", rows, first);
    INDArray same = Transforms.abs(differences, false).sum(1).eq(0);
    return same.castTo(DataType.DOUBLE);
  }
}
