package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link Tensor#constant}: which indices of a dimension have one value everywhere. */
final class ConstantUnits {
  private ConstantUnits() {}

  /**
   * Of an array that the host can read. Each index is looked at until a second value is found, so
   * that where all have more than one value, little is read.
   */
  static double[] onHost(INDArray x, int dim) {
    INDArray dense = Layout.dense(x);
    try {
      int from = Math.toIntExact(dense.offset());
      if (dense.dataType() == DataType.FLOAT) {
        FloatBuffer values = dense.data().asNioFloat();
        return scan(dense, dim, i -> values.get(from + i));
      }
      DoubleBuffer values = dense.data().asNioDouble();
      return scan(dense, dim, i -> values.get(from + i));
    } finally {
      Reference.reachabilityFence(dense); // the buffers do not keep its memory
    }
  }

  /** The memory is [outer, units, inner]. */
  private static double[] scan(INDArray dense, int dim, IntToDoubleFunction value) {
    int units = Math.toIntExact(dense.size(dim));
    int inner = Math.toIntExact(units == 1 ? dense.length() : dense.stride(dim));
    int outer = Math.toIntExact(dense.length() / ((long) units * inner));
    BitSet constant = new BitSet();
    constant.set(0, units);
    for (int o = 0; o < outer && !constant.isEmpty(); o++) {
      for (int u = constant.nextSetBit(0); u >= 0; u = constant.nextSetBit(u + 1)) {
        int at = (o * units + u) * inner;
        double first = value.applyAsDouble(u * inner);
        for (int i = 0; i < inner && constant.get(u); i++) {
          constant.set(u, value.applyAsDouble(at + i) - first == 0); // false for NaN, infinities
        }
      }
    }
    double[] result = new double[units];
    Arrays.setAll(result, u -> constant.get(u) ? 1 : 0);
    return result;
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
