package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Ints;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** Functions of {@link Tensor} that reduce dimensions: sum, mean, max, variance and others. */
sealed interface ReductionFunctions extends Sized permits Tensor {
  /**
   * The sum over {@code dims}, or over all dimensions if none is given. Reduced dimensions are
   * removed.
   */
  default Tensor sum(int... dims) {
    return sum(dims, false);
  }

  /**
   * The sum over {@code dims}, or over all dimensions if none is given. If {@code keepDims} is
   * true, reduced dimensions stay, with size 1. The result for integers and booleans is int64.
   */
  default Tensor sum(int[] dims, boolean keepDims) {
    Tensor sum =
        dataType().isFPType()
            ? Promotion.floating(new SumOp(dims), self())
            : new SumOp(dims).apply(self().to(DataType.INT64));
    return kept(sum, dims, keepDims);
  }

  /**
   * The mean over {@code dims}, or over all dimensions if none is given. Reduced dimensions are
   * removed.
   */
  default Tensor mean(int... dims) {
    return mean(dims, false);
  }

  /**
   * The mean over {@code dims}, or over all dimensions if none is given. If {@code keepDims} is
   * true, reduced dimensions stay, with size 1. The mean of no values is NaN. Integers are an
   * error, as in PyTorch: convert them first.
   */
  default Tensor mean(int[] dims, boolean keepDims) {
    Promotion.checkFloating("mean", self());
    Map<String, Object> settings = Map.of("dims", Ints.asList(dims), "keep dims", keepDims);
    return Promotion.wide(
        self(), x -> Trace.step("Mean", settings, () -> mean(x, dims, keepDims), x));
  }

  private static Tensor mean(Tensor x, int[] dims, boolean keepDims) {
    Tensor sum = x.sum(dims, keepDims);
    return sum.times((double) sum.length() / x.length());
  }

  /**
   * The maximum over {@code dims}, or over all dimensions if none is given. It is NaN if any value
   * is NaN. If several values are the maximum, they share the gradient equally.
   */
  default Tensor max(int... dims) {
    return max(dims, false);
  }

  /**
   * Like {@link #max(int...)}. If {@code keepDims} is true, reduced dimensions stay, with size 1.
   */
  default Tensor max(int[] dims, boolean keepDims) {
    return kept(Promotion.in(dataType(), MaxOp.largest(dims), self()), dims, keepDims);
  }

  /**
   * The minimum over {@code dims}, or over all dimensions if none is given; otherwise like {@link
   * #max(int...)}.
   */
  default Tensor min(int... dims) {
    return min(dims, false);
  }

  /**
   * Like {@link #min(int...)}. If {@code keepDims} is true, reduced dimensions stay, with size 1.
   */
  default Tensor min(int[] dims, boolean keepDims) {
    return kept(Promotion.in(dataType(), MaxOp.smallest(dims), self()), dims, keepDims);
  }

  /**
   * The unbiased variance (divided by n − 1) over {@code dims}, or over all dimensions if none is
   * given. The variance of one value is NaN.
   */
  default Tensor var(int... dims) {
    Promotion.checkFloating("var", self());
    return Promotion.wide(
        self(),
        x -> {
          Tensor squares = x.minus(x.mean(dims, true)).square().sum(dims);
          return squares.div(Math.max(0, (double) x.length() / squares.length() - 1));
        });
  }

  /** The unbiased standard deviation: the square root of {@link #var}. */
  default Tensor std(int... dims) {
    return Promotion.wide(self(), x -> Elementary.rootOfVariance().apply(x.var(dims)));
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
    Tensor x = self().readable();
    return Trace.step(
        "Argmax",
        Map.of("dim", along),
        () -> Tensor.made(Kernels.current().argmax(x.live(), along)),
        x);
  }

  /** The index of the smallest value along {@code dim}, as int64. Has no gradient. */
  default Tensor argmin(int dim) {
    Promotion.checkNumbers("argmin", self());
    if (length() == 0) {
      Shapes.checkNotEmpty("argmin", shape(), Shapes.dim(dim, rank()));
    }
    Tensor x = self().readable();
    return Trace.step("Argmin", Map.of("dim", Shapes.dim(dim, rank())), () -> argmin(x, dim), x);
  }

  private static Tensor argmin(Tensor x, int dim) {
    Tensor reversed = Autograd.noGrad(() -> x.times(-1L));
    return x.dataType().isFPType() ? reversed.argmax(dim) : reversed.minus(1L).argmax(dim);
  }

  /**
   * The distribution of the values, as a float64 vector without a gradient. It contains, in this
   * order: the mean, the standard deviation (with n − 1), the number of NaN or infinite values, the
   * number of absolute values below {@code bins.min()}, the number of finite absolute values above
   * {@code bins.max()}, the number of zeros (0 or −0, wherever else they are counted), and the
   * number of absolute values in each bin.
   *
   * <p>Mean and standard deviation are over all values, so they are not finite if one value is not.
   * The standard deviation of one value is NaN. If the values are float64 and squares of their
   * differences are too large for float64, the standard deviation is infinite. Linear bins are
   * those of PyTorch's {@code histc(x.abs())}: the bin of a value is ⌊(|value| − min) / (max − min)
   * · count⌋, computed in the type of the values. Octave bins include their left edge, but not
   * their right edge.
   */
  default Tensor distribution(Bins bins) {
    self().checkDistribution();
    return Tensor.made(Kernels.current().distribution(self().readable().live(), bins));
  }

  /**
   * Finds the indices of dimension {@code dim} where all values are equal and finite, such as dead
   * channels. The result is a float64 vector [size of dim] without a gradient: 1 for these indices,
   * 0 for the others.
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
