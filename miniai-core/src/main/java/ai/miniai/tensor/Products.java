package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import com.google.common.primitives.Longs;
import java.util.Arrays;

/** Matrix products of any ranks, made of those that {@link MatMulOp} computes. */
final class Products {
  private Products() {}

  static Tensor matmul(Tensor a, Tensor b) {
    int rank = a.rank();
    if (rank >= 2 && rank == b.rank() && Arrays.equals(leading(a), leading(b))) {
      return Promotion.numbers(new MatMulOp(), a, b);
    }
    checkArgument(
        rank > 0
            && b.rank() > 0
            && a.size(-1) == b.size(b.rank() == 1 ? 0 : -2)
            && broadcast(leading(a), leading(b)),
        "matmul wants [..., n, k] and [..., k, m], not %s and %s",
        Shapes.lazily(() -> Shapes.text(a.shape())),
        Shapes.lazily(() -> Shapes.text(b.shape())));
    if (rank == 1) {
      return matmul(a.unsqueeze(0), b).squeeze(b.rank() == 1 ? 0 : -2);
    }
    if (b.rank() == 1) {
      return matmul(a, b.unsqueeze(1)).squeeze(-1);
    }
    if (b.rank() == 2 && a.length() > 0) { // one product of all rows
      Tensor rows = a.reshape(a.length() / a.size(-1), a.size(-1));
      return matmul(rows, b).reshape(Shapes.with(a.shape(), rank - 1, b.size(1)));
    }
    long[] shape = Shapes.broadcast(leading(a), leading(b));
    return Promotion.numbers(new MatMulOp(), expanded(a, shape), expanded(b, shape));
  }

  /** {@code x} with these leading sizes. */
  private static Tensor expanded(Tensor x, long... leading) {
    long[] shape = Longs.concat(leading, Arrays.copyOfRange(x.shape(), x.rank() - 2, x.rank()));
    return Arrays.equals(shape, x.shape()) ? x : Promotion.in(x.dataType(), new ExpandOp(shape), x);
  }

  /** The sizes of all dimensions but the last two. */
  private static long[] leading(Tensor x) {
    return Arrays.copyOf(x.shape(), Math.max(0, x.rank() - 2));
  }

  private static boolean broadcast(long[] a, long[] b) {
    for (int i = 1; i <= Math.min(a.length, b.length); i++) {
      long left = a[a.length - i];
      long right = b[b.length - i];
      if (left != right && left != 1 && right != 1) {
        return false;
      }
    }
    return true;
  }
}
