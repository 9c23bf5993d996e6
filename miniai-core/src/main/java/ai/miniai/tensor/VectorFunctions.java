package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.buffer.DataType;

/** Functions of {@link Tensor}: norms, the logarithm of sums, running sums, outer products. */
sealed interface VectorFunctions extends Sized permits Tensor {
  /**
   * The p-norm over {@code dims}, or over all dimensions if none is given: (Σ |x|ᵖ)^(1/p). Reduced
   * dimensions are removed. Where the norm is 0, its gradient is 0.
   *
   * @param p above 0; infinity for the largest absolute value (which share the gradient equally),
   *     −infinity for the smallest, 0 for the number of elements that are not 0
   */
  default Tensor norm(double p, int... dims) {
    return norm(p, dims, false);
  }

  /**
   * Like {@link #norm(double, int...)}. If {@code keepDims} is true, reduced dimensions stay, with
   * size 1.
   */
  default Tensor norm(double p, int[] dims, boolean keepDims) {
    Promotion.checkFloating("norm", self());
    checkArgument(
        p >= 0 || p == Double.NEGATIVE_INFINITY,
        "norm wants p = 0 or more, or an infinity, not %s",
        p);
    return Promotion.wide(self(), x -> Norms.of(x, p, dims, keepDims));
  }

  /**
   * log Σ exp(x) over {@code dims}, or over all dimensions if none is given, without overflow.
   * Reduced dimensions are removed. That of no values is −infinity.
   */
  default Tensor logsumexp(int... dims) {
    return logsumexp(dims, false);
  }

  /**
   * Like {@link #logsumexp(int...)}. If {@code keepDims} is true, reduced dimensions stay, with
   * size 1.
   */
  default Tensor logsumexp(int[] dims, boolean keepDims) {
    Promotion.checkFloating("logsumexp", self());
    return Promotion.wide(self(), x -> Norms.logsumexp(x, dims, keepDims));
  }

  /**
   * The running sum along {@code dim}: element i of the result is the sum of elements 0 to i. The
   * result for integers and booleans is int64.
   */
  default Tensor cumsum(int dim) {
    int along = Shapes.dim(dim, rank());
    return dataType().isFPType()
        ? Promotion.floating(new CumsumOp(along), self())
        : WholeNumbers.cumsum(self().to(DataType.INT64), along);
  }

  /** The outer product of this vector [n] and another one [m]: [n, m]. */
  default Tensor outer(Tensor other) {
    checkArgument(
        rank() == 1 && other.rank() == 1,
        "outer wants two vectors, not %s and %s",
        Shapes.lazily(() -> Shapes.text(shape())),
        Shapes.lazily(() -> Shapes.text(other.shape())));
    return self().unsqueeze(1).times(other);
  }

  /**
   * The p-norm distances between the rows of this tensor [..., n, width] and those of another one
   * [..., m, width]: [..., n, m]. Other dimensions are broadcast. Where a distance is 0, its
   * gradient is 0. The differences of all pairs are in memory: n · m · width numbers.
   *
   * @param p as in {@link #norm(double, int...)}: 2 for Euclid's distance, 1 for Manhattan's
   */
  default Tensor cdist(Tensor other, double p) {
    checkArgument(
        rank() >= 2 && other.rank() >= 2 && size(-1) == other.size(-1),
        "cdist wants rows of one width, [..., n, width] and [..., m, width], not %s and %s",
        Shapes.lazily(() -> Shapes.text(shape())),
        Shapes.lazily(() -> Shapes.text(other.shape())));
    return self().unsqueeze(-2).minus(other.unsqueeze(-3)).norm(p, -1);
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
