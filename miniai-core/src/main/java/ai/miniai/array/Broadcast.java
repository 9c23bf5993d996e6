package ai.miniai.array;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Broadcasting by NumPy's rules. */
public final class Broadcast {
  private Broadcast() {}

  /** Computes a result from two operands. */
  @FunctionalInterface
  public interface Body {
    /**
     * All are row-major and of one rank. The sizes of {@code a} and {@code b} are those of {@code
     * out}, or 1 where they are repeated.
     */
    void compute(INDArray a, INDArray b, INDArray out);
  }

  /** {@code a op b}, where op is ND4J's name of a binary element-wise operation. */
  public static INDArray apply(String op, INDArray a, INDArray b) {
    return compute(a, b, (left, right, out) -> apply(op, left, right, out));
  }

  /** Writes {@code a op b} to {@code out}, as a {@link Body} does. */
  public static void apply(String op, INDArray a, INDArray b, INDArray out) {
    Nd4j.exec(DynamicCustomOp.builder(op).addInputs(a, b).addOutputs(out).build());
  }

  /**
   * What {@code body} computes from {@code a} and {@code b}. The result has the memory order of the
   * first of them that is dense and not repeated, else it is row-major.
   */
  public static INDArray compute(INDArray a, INDArray b, Body body) {
    Shapes.checkOneType(a, b);
    long[] shape = Shapes.broadcast(a.shape(), b.shape());
    INDArray left = ofRank(shape.length, a);
    INDArray right = ofRank(shape.length, b);
    int[] order = order(shape, left, right);
    INDArray result =
        Layout.empty(a.dataType(), Arrays.stream(order).mapToLong(d -> shape[d]).toArray());
    if (!result.isEmpty()) {
      body.compute(ordered(left, order), ordered(right, order), result);
    }
    return isSorted(order) ? result : result.permute(Layout.inverse(order));
  }

  private static int[] order(long[] shape, INDArray... operands) {
    for (INDArray x : operands) {
      if (Arrays.equals(x.shape(), shape)) {
        if (Layout.isRowMajor(x)) {
          break;
        }
        int[] order = Layout.memoryOrder(x);
        if (Layout.isRowMajor(x.permute(order))) {
          return order;
        }
      }
    }
    return IntStream.range(0, shape.length).toArray();
  }

  private static INDArray ordered(INDArray x, int... order) {
    return Layout.contiguous(isSorted(order) ? x : x.permute(order));
  }

  private static boolean isSorted(int... order) {
    return IntStream.range(0, order.length).allMatch(i -> order[i] == i);
  }

  /**
   * {@code x} with leading dimensions of size 1. Without them ND4J treats [1, 1] as a scalar, so
   * that [1, 1] and [3] give [3] instead of [1, 3].
   */
  private static INDArray ofRank(int rank, INDArray x) {
    return x.rank() == rank ? x : Layout.reshape(x, Shapes.padded(x.shape(), rank));
  }

  /** {@code x} repeated to {@code shape}, which it broadcasts to; x itself if it has this shape. */
  public static INDArray stretch(INDArray x, long... shape) {
    INDArray contiguous = Layout.contiguous(x);
    return Arrays.equals(x.shape(), shape)
        ? contiguous
        : expand(Layout.reshape(contiguous, Shapes.padded(x.shape(), shape.length)), shape);
  }

  /** {@code x} repeated to {@code shape}. Sizes of x that differ from it must be 1. */
  public static INDArray expand(INDArray x, long... shape) {
    INDArray result = Layout.full(x.dataType(), 0, shape);
    if (result.isEmpty()) {
      return result;
    }
    Nd4j.exec(DynamicCustomOp.builder("add").addInputs(result, x).addOutputs(result).build());
    return result;
  }
}
