package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Repeats each float32 value along the last dimensions. */
final class CpuRepeat {
  private CpuRepeat() {}

  /** Whether {@code x} grows to {@code shape} in its last dimensions only, to short rows. */
  static boolean fits(INDArray x, long... shape) {
    long length = Shapes.count(shape);
    long columns = length / x.length();
    long grown = 1;
    for (int d = shape.length - 1; d >= 0 && grown < columns && x.size(d) == 1; d--) {
      grown *= shape[d];
    }
    return length > 0 && length <= Integer.MAX_VALUE && grown == columns && ShortRows.fit(columns);
  }

  static INDArray last(INDArray x, long... shape) {
    float[] values = HostMemory.readFloats(x);
    INDArray result = Layout.empty(DataType.FLOAT, shape);
    int columns = Math.toIntExact(result.length() / values.length);
    ShortRows.write(
        (blocks, from, row) -> Arrays.fill(blocks[0], from, from + columns, values[row]),
        result.reshape('c', values.length, columns));
    return result;
  }
}
