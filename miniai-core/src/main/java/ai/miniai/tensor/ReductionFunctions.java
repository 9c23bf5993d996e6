package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.buffer.DataType;

/** Functions of {@link Tensor} that reduce dimensions: sums, extremes, moments. */
sealed interface ReductionFunctions extends Sized permits Tensor {
  /** The sum over {@code dims}, or over all without any; the dimensions go. */
  default Tensor sum(int... dims) {
    return sum(dims, false);
  }

  /**
   * The sum over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. Of whole
   * numbers and truth values it is int64.
   */
  default Tensor sum(int[] dims, boolean keepDims) {
    Tensor sum =
        dataType().isFPType()
            ? Promotion.floating(new SumOp(dims), self())
            : new SumOp(dims).apply(self().to(DataType.INT64));
    return kept(sum, dims, keepDims);
  }

  /** The mean over {@code dims}, or over all without any; the dimensions go. */
  default Tensor mean(int... dims) {
    return mean(dims, false);
  }

  /**
   * The mean over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. NaN of no
   * values. Whole numbers have none, as in PyTorch: convert them first.
   */
  default Tensor mean(int[] dims, boolean keepDims) {
    Promotion.checkFloating("mean", self());
    return Promotion.wide(
        self(),
        x -> {
          Tensor sum = x.sum(dims, keepDims);
          return sum.times((double) sum.length() / x.length());
        });
  }

  /**
   * The largest value over {@code dims}, or over all; NaN if there is one. Ties share gradients.
   */
  default Tensor max(int... dims) {
    return max(dims, false);
  }

  /** As {@link #max(int...)}; if {@code keepDims}, the dimensions stay with size 1. */
  default Tensor max(int[] dims, boolean keepDims) {
    return kept(Promotion.in(dataType(), new MaxOp(dims), self()), dims, keepDims);
  }

  /** The unbiased variance (n − 1) over {@code dims}, or over all; NaN of one value. */
  default Tensor var(int... dims) {
    Promotion.checkFloating("var", self());
    return Promotion.wide(
        self(),
        x -> {
          Tensor squares = x.minus(x.mean(dims, true)).square().sum(dims);
          return squares.div(Math.max(0, (double) x.length() / squares.length() - 1));
        });
  }

  /** The unbiased standard deviation, the root of {@link #var}. */
  default Tensor std(int... dims) {
    return Promotion.wide(self(), x -> x.var(dims).sqrt());
  }

  private Tensor kept(Tensor reduced, int[] dims, boolean keepDims) {
    return keepDims ? reduced.reshape(Shapes.reduced(shape(), Shapes.dims(dims, rank()))) : reduced;
  }

  /** The index of the largest value along {@code dim}, as int64. Has no gradient. */
  default Tensor argmax(int dim) {
    int along = Shapes.dim(dim, rank());
    Promotion.checkNumbers("argmax", self());
    if (length() == 0) {
      Shapes.checkNotEmpty("argmax", shape(), along);
      return Tensor.made(Layout.empty(DataType.INT64, Shapes.without(shape(), along)));
    }
    return Tensor.made(Kernels.current().argmax(self().readable().live(), along));
  }

  /**
   * How the values are distributed, as a float64 vector without a gradient: mean, standard
   * deviation (n − 1), how many values are NaN or infinite, how many absolute values are below
   * {@code bins.min()}, how many finite ones are above {@code bins.max()}, and how many fall into
   * each bin. Mean and deviation are over all values, hence not finite if one is not; the deviation
   * of one value is NaN. The bins are those of PyTorch's {@code histc(x.abs())}: the place of a
   * value is (|value| − min) / (max − min) · count, in the arithmetic of its type. Those of octaves
   * hold their left edge, and not their right one.
   */
  default Tensor distribution(Bins bins) {
    self().checkDistribution();
    return Tensor.made(Kernels.current().distribution(self().readable().live(), bins));
  }

  /**
   * Which indices of dimension {@code dim} have one and the same finite value everywhere, such as
   * channels that do nothing: a float64 vector [size of dim] of 1 for those and 0 for the others,
   * without a gradient.
   */
  default Tensor constant(int dim) {
    self().checkDistribution();
    int d = Shapes.dim(dim, rank());
    return Tensor.made(Kernels.current().constant(self().readable().live(), d));
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
