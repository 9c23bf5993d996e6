package ai.miniai.tensor;

import ai.miniai.array.Shapes;
import java.util.function.UnaryOperator;

/** Norms, and the logarithm of a sum of exponentials, of float32 or float64 tensors. */
final class Norms {
  private Norms() {}

  static Tensor of(Tensor x, double p, int[] dims, boolean keepDims) {
    if (p == 0) {
      return x.ne(0L).to(x.dataType()).sum(dims, keepDims);
    }
    if (p == 1) {
      return x.abs().sum(dims, keepDims);
    }
    if (Double.isInfinite(p)) {
      return p > 0 ? x.abs().max(dims, keepDims) : x.abs().min(dims, keepDims);
    }
    Tensor sum =
        p == 2
            ? x.square().sum(dims, keepDims)
            : unlessZero(x.abs(), size -> size.pow(p)).sum(dims, keepDims);
    return unlessZero(sum, p == 2 ? Tensor::sqrt : s -> s.pow(1 / p));
  }

  /** f(x), but 0 with a gradient of 0 where x is 0. */
  private static Tensor unlessZero(Tensor x, UnaryOperator<Tensor> f) {
    Tensor zero = x.eq(0L);
    return f.apply(x.maskedFill(zero, 1L)).maskedFill(zero, 0L);
  }

  static Tensor logsumexp(Tensor x, int[] dims, boolean keepDims) {
    if (x.length() == 0) {
      return x.exp().sum(dims, keepDims).log();
    }
    Tensor largest = Autograd.noGrad(() -> finite(x.max(dims, true)));
    Tensor sum = x.minus(largest).exp().sum(dims, true).log().plus(largest);
    return keepDims ? sum : sum.reshape(without(x.shape(), Shapes.dims(dims, x.rank())));
  }

  /** {@code x}, but 0 where it is not finite. */
  private static Tensor finite(Tensor x) {
    return x.maskedFill(x.minus(x).ne(0L), 0L);
  }

  private static long[] without(long[] shape, int... dims) {
    long[] rest = shape;
    for (int i = dims.length - 1; i >= 0; i--) {
      rest = Shapes.without(rest, dims[i]);
    }
    return rest;
  }
}
