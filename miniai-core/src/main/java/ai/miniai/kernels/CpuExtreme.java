package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The largest or smallest value of each row of float32 values, and the gradient. */
final class CpuExtreme {
  private CpuExtreme() {}

  /**
   * Whether the reduced dimensions are the last ones, and not all, and rows {@link ShortRows#fit}.
   */
  static boolean fits(INDArray x, int... dims) {
    return dims.length > 0
        && dims[0] == x.rank() - dims.length
        && dims[0] > 0
        && ShortRows.fit(length(x, dims));
  }

  private static int length(INDArray x, int... dims) {
    return Math.toIntExact(Arrays.stream(dims).mapToLong(x::size).reduce(1, Math::multiplyExact));
  }

  private static INDArray rows(INDArray x, int length) {
    return x.reshape('c', x.length() / length, length);
  }

  /** The extremes over the last dimensions of a row-major array. */
  static INDArray of(boolean largest, INDArray x, int... dims) {
    int length = length(x, dims);
    float[] extremes = new float[Math.toIntExact(x.length() / length)];
    ShortRows.read(
        (blocks, from, row) ->
            extremes[row] =
                largest
                    ? largest(blocks[0], from, from + length)
                    : smallest(blocks[0], from, from + length),
        rows(x, length));
    INDArray result =
        Layout.empty(DataType.FLOAT, Arrays.copyOf(x.shape(), x.rank() - dims.length));
    HostMemory.write(extremes, result);
    return result;
  }

  private static float largest(float[] x, int from, int to) {
    float largest = x[from];
    for (int i = from + 1; i < to; i++) {
      largest = Math.max(largest, x[i]); // keeps NaN
    }
    return largest;
  }

  private static float smallest(float[] x, int from, int to) {
    float smallest = x[from];
    for (int i = from + 1; i < to; i++) {
      smallest = Math.min(smallest, x[i]);
    }
    return smallest;
  }

  /** The gradient with respect to {@code x}, given the extremes. */
  static INDArray differentiate(INDArray x, INDArray extremes, INDArray gradient, int... dims) {
    int length = length(x, dims);
    float[] found = HostMemory.readFloats(extremes);
    float[] behind = HostMemory.readFloats(gradient);
    INDArray result = Layout.emptyLike(x);
    ShortRows.write(
        (blocks, from, row) ->
            share(blocks[0], found[row], behind[row], blocks[1], from, from + length),
        rows(x, length),
        rows(result, length));
    return result;
  }

  private static void share(
      float[] x, float extreme, float gradient, float[] out, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      boolean is = x[i] == extreme;
      out[i] = is ? 1 : 0;
      count += is ? 1 : 0;
    }
    float share = gradient / count;
    for (int i = from; i < to; i++) {
      out[i] *= share;
    }
  }
}
