package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The product of two matrices, or of two batches of matrices with equal leading dimensions. */
final class MatMulOp extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray a = Layout.contiguous(inputs[0]);
    INDArray b = Layout.contiguous(inputs[1]);
    int rank = a.rank();
    checkArgument(
        rank >= 2
            && b.rank() == rank
            && a.size(-1) == b.size(-2)
            && Arrays.equals(
                Arrays.copyOf(a.shape(), rank - 2), Arrays.copyOf(b.shape(), rank - 2)),
        "matmul wants [..., n, k] and [..., k, m] with equal leading sizes, not %s and %s",
        Shapes.shape(a),
        Shapes.shape(b));
    Shapes.checkOneType(a, b);
    save(a, b);
    return product(a, false, b, false);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = Layout.contiguous(gradient);
    if (needs(0)) {
      give(0, product(g, false, saved(1), true));
    }
    if (needs(1)) {
      give(1, product(saved(0), true, g, false));
    }
  }

  /** a · b. Each operand can be transposed in its last two dimensions. */
  static INDArray product(INDArray a, boolean transposeA, INDArray b, boolean transposeB) {
    int rank = a.rank();
    long[] shape = a.shape().clone();
    shape[rank - 2] = a.size(transposeA ? rank - 1 : rank - 2);
    shape[rank - 1] = b.size(transposeB ? rank - 2 : rank - 1);
    if (a.isEmpty() || b.isEmpty()) {
      return Layout.full(a.dataType(), 0, shape);
    }
    INDArray result = Layout.empty(a.dataType(), shape);
    Kernels.current().matmul(a, transposeA, b, transposeB, result);
    return result;
  }
}
