package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link Tensor#constant}: which indices of a dimension have one value everywhere. */
final class ConstantUnits {
  /** From this many values on that lie together it pays to look at each unit by itself. */
  private static final int LONG_ROW = 32;

  private ConstantUnits() {}

  /**
   * Of an array that the host can read. It is read until all indices have a second value, so that
   * where none is constant, little is read.
   */
  static double[] onHost(INDArray x, int dim) {
    INDArray dense = Layout.dense(x);
    int units = Math.toIntExact(dense.size(dim));
    // In memory [outer, units, inner]: rows of units · inner values.
    int inner = Math.toIntExact(units == 1 ? dense.length() : dense.stride(dim));
    try {
      boolean[] moved;
      if (!FloatBlocks.canRead(dense)) {
        moved = moved(dense.data().asNioDouble(), dense, units, inner);
      } else {
        FloatBuffer values = dense.data().asNioFloat();
        int from = (int) dense.offset();
        moved =
            inner < LONG_ROW
                ? moved(values, from, dense.length(), units, inner)
                : movedByUnit(values, from, dense.length(), units, inner);
      }
      double[] constant = new double[units];
      Arrays.setAll(constant, u -> moved[u] ? 0 : 1);
      return constant;
    } finally {
      Reference.reachabilityFence(dense); // the buffers do not keep its memory
    }
  }

  /** Σ |x − first| of each place in a block of rows is 0 if nothing has moved there. */
  private static boolean[] moved(FloatBuffer values, int from, long length, int units, int inner) {
    boolean[] moved = new boolean[units];
    float[] block = new float[(int) Math.min(length, Lanes.count(units * inner))];
    float[] first = new float[block.length];
    float[] distance = new float[block.length];
    int blocks = 0;
    for (int at = 0; at < length; at += block.length) {
      int count = (int) Math.min(block.length, length - at);
      values.get(from + at, block, 0, count);
      if (at == 0) {
        for (int i = 0; i < first.length; i++) {
          first[i] = block[i / inner % units * inner];
        }
      }
      addDistance(block, first, count, distance);
      blocks++;
      boolean isLast = at + count == length;
      if ((isLast || Integer.bitCount(blocks) == 1) && allMoved(distance, inner, moved)) {
        break;
      }
    }
    return moved;
  }

  /** Reads each unit until it has a second value: mostly a single row of it. */
  private static boolean[] movedByUnit(
      FloatBuffer values, int from, long length, int units, int inner) {
    boolean[] moved = new boolean[units];
    Team.run(
        units,
        unit -> {
          float[] row = new float[inner];
          float[] first = new float[inner];
          Arrays.fill(first, values.get(from + unit * inner));
          float[] distance = new float[inner];
          for (int at = unit * inner; at < length && !moved[unit]; at += units * inner) {
            values.get(from + at, row);
            addDistance(row, first, inner, distance);
            moved[unit] = isAnyMoved(distance);
          }
        });
    return moved;
  }

  private static boolean isAnyMoved(float[] distance) {
    float sum = 0;
    for (float one : distance) {
      sum += one; // none is below 0
    }
    return sum != 0;
  }

  /** Static, and so made vector instructions of. */
  private static void addDistance(float[] x, float[] first, int length, float[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += Math.abs(x[i] - first[i]);
    }
  }

  /**
   * Notes which units have moved, and says whether all have. What is not finite counts as moved.
   */
  private static boolean allMoved(float[] distance, int inner, boolean[] moved) {
    for (int i = 0; i < distance.length; i++) {
      if (distance[i] != 0) {
        moved[i / inner % moved.length] = true;
      }
    }
    for (boolean one : moved) {
      if (!one) {
        return false;
      }
    }
    return true;
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

  /** From ND4J's own operations: nothing comes to the host. */
  static INDArray onDevice(INDArray x, int dim) {
    int[] order = new int[x.rank()];
    Arrays.setAll(order, d -> d == 0 ? dim : d <= dim ? d - 1 : d);
    INDArray rows = Layout.contiguous(x.permute(order)).reshape('c', x.size(dim), -1);
    INDArray first = rows.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1)).dup('c');
    INDArray differences = Broadcast.apply("subtract", rows, first);
    INDArray same = Transforms.abs(differences, false).sum(1).eq(0);
    return same.castTo(DataType.DOUBLE);
  }
}
