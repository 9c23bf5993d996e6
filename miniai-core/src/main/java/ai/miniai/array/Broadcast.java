package ai.miniai.array;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Broadcasting by NumPy's rules. */
public final class Broadcast {
  private Broadcast() {}

  /** {@code a op b}, where op is ND4J's name of a binary element-wise operation. */
  public static INDArray apply(String op, INDArray a, INDArray b) {
    Shapes.checkOneType(a, b);
    boolean same = Layout.sameLayout(a, b);
    INDArray result =
        same
            ? Layout.emptyLike(a)
            : Layout.empty(a.dataType(), Shapes.broadcast(a.shape(), b.shape()));
    if (result.isEmpty()) {
      return result;
    }
    INDArray left = same ? Layout.inMemoryOrder(a) : ofRank(result.rank(), a);
    INDArray right = same ? Layout.inMemoryOrder(b) : ofRank(result.rank(), b);
    Nd4j.exec(
        DynamicCustomOp.builder(op)
            .addInputs(left, right)
            .addOutputs(same ? Layout.inMemoryOrder(result) : result)
            .build());
    return result;
  }

  /**
   * Like {@link #apply}, for {@code b} of the rank of {@code a}: the result has the memory order of
   * a, so that a need not be copied if it is dense.
   */
  public static INDArray inMemoryOrder(String op, INDArray a, INDArray b) {
    int[] order = Layout.memoryOrder(a);
    return apply(op, a.permute(order), b.permute(order)).permute(Layout.inverse(order));
  }

  /**
   * {@code x} with leading dimensions of size 1. Without them ND4J treats [1, 1] as a scalar, so
   * that [1, 1] and [3] give [3] instead of [1, 3].
   */
  private static INDArray ofRank(int rank, INDArray x) {
    INDArray contiguous = Layout.contiguous(x);
    return x.rank() == rank ? contiguous : contiguous.reshape('c', Shapes.padded(x.shape(), rank));
  }

  /**
   * Undoes broadcasting of {@code shape}: {@code x} summed over the dimensions that it added or
   * stretched.
   */
  public static INDArray reduce(INDArray x, long[] shape) {
    if (Arrays.equals(x.shape(), shape)) {
      return x;
    }
    long[] padded = Shapes.padded(shape, x.rank());
    int[] stretched = IntStream.range(0, x.rank()).filter(d -> padded[d] != x.size(d)).toArray();
    INDArray sum = stretched.length == 0 ? x : Summation.over(x, stretched);
    return Layout.reshape(sum, shape);
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
