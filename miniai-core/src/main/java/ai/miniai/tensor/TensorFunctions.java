package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What can be computed from a tensor. Each function is an {@link Operation} or made of some. */
abstract sealed class TensorFunctions permits NormFunctions {
  TensorFunctions() {}

  public abstract INDArray array();

  abstract INDArray live();

  public abstract long[] shape();

  public abstract int rank();

  public abstract long size(int dim);

  public abstract long length();

  public abstract DataType dataType();

  final Tensor self() {
    return (Tensor) this;
  }

  // ---------------------------------------------------------------- arithmetic, broadcasting

  /** this + other. */
  public Tensor plus(Tensor other) {
    return new Plus().apply(self(), other);
  }

  /** this + value. */
  public Tensor plus(double value) {
    return new Affine(1, value).apply(self());
  }

  /** this − other. */
  public Tensor minus(Tensor other) {
    return new Minus().apply(self(), other);
  }

  /** this − value. */
  public Tensor minus(double value) {
    return new Affine(1, -value).apply(self());
  }

  /** this · other, element by element. */
  public Tensor times(Tensor other) {
    return new Times().apply(self(), other);
  }

  /** this · value. */
  public Tensor times(double value) {
    return new Affine(value, 0).apply(self());
  }

  /** this / other, element by element. */
  public Tensor div(Tensor other) {
    return new Divide().apply(self(), other);
  }

  /** this / value. */
  public Tensor div(double value) {
    return new Affine(1 / value, 0).apply(self());
  }

  /** −this. */
  public Tensor neg() {
    return new Affine(-1, 0).apply(self());
  }

  // ---------------------------------------------------------------- elementwise functions

  /** this to the power of {@code exponent}. */
  public Tensor pow(double exponent) {
    return new Power(exponent).apply(self());
  }

  /** this · this. */
  public Tensor square() {
    return pow(2);
  }

  /** this, moved to the nearer end of [min, max] where outside; the gradient there is 0. */
  public Tensor clamp(double min, double max) {
    return new Clamp(min, max).apply(self());
  }

  /** The exponential function. */
  public Tensor exp() {
    return new Exponential().apply(self());
  }

  /** The natural logarithm. */
  public Tensor log() {
    return new Logarithm().apply(self());
  }

  /** The square root. */
  public Tensor sqrt() {
    return new Power(0.5).apply(self());
  }

  /** The absolute value; its gradient at 0 is 0. */
  public Tensor abs() {
    return new Absolute().apply(self());
  }

  /** max(this, 0); its gradient at 0 is 0. */
  public Tensor relu() {
    return new Relu().apply(self());
  }

  /** this where positive, {@code slope} · this elsewhere. */
  public Tensor leakyRelu(double slope) {
    return generalRelu(slope, 0);
  }

  /** {@link #leakyRelu leakyRelu(leak)} − sub. */
  public Tensor generalRelu(double leak, double sub) {
    return generalRelu(leak, sub, Double.POSITIVE_INFINITY);
  }

  /**
   * {@link #leakyRelu leakyRelu(leak)} − sub, but at most {@code max}: above, the gradient is 0.
   */
  public Tensor generalRelu(double leak, double sub, double max) {
    return new GeneralRelu(leak, sub, max).apply(self());
  }

  /** this · Φ(this), with the exact normal distribution function Φ (PyTorch's default). */
  public Tensor gelu() {
    return new Gelu().apply(self());
  }

  /**
   * An approximation of {@link #gelu} without the error function: this · (1 + tanh(√(2/π) · (this +
   * 0.044715 · this³))) / 2 (PyTorch's {@code approximate='tanh'}).
   */
  public Tensor geluTanh() {
    return new GeluTanh().apply(self());
  }

  /** this · sigmoid(this), also called swish. */
  public Tensor silu() {
    return new Silu().apply(self());
  }

  /** 1 / (1 + exp(−this)). */
  public Tensor sigmoid() {
    return new Sigmoid().apply(self());
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return new Tanh().apply(self());
  }

  /** exp(this), scaled to sum to 1 along {@code dim}. */
  public Tensor softmax(int dim) {
    return new Softmax(dim).apply(self());
  }

  /** The logarithm of {@link #softmax}, without its loss of precision. */
  public Tensor logSoftmax(int dim) {
    return new LogSoftmax(dim).apply(self());
  }

  /** While training: each element is zeroed with probability {@code p}, the rest scaled up. */
  public Tensor dropout(double p) {
    return new Dropout(p).apply(self());
  }

  /** The values as FLOAT or DOUBLE (the gradient comes back in this type), or cut off to INT64. */
  public Tensor to(DataType type) {
    return type == dataType() ? self() : new Cast(type).apply(self());
  }

  // ---------------------------------------------------------------- reductions

  /** The sum over {@code dims}, or over all without any; the dimensions go. */
  public Tensor sum(int... dims) {
    return sum(dims, false);
  }

  /** The sum over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. */
  public Tensor sum(int[] dims, boolean keepDims) {
    return kept(new Sum(dims).apply(self()), dims, keepDims);
  }

  /** The mean over {@code dims}, or over all without any; the dimensions go. */
  public Tensor mean(int... dims) {
    return mean(dims, false);
  }

  /** The mean over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. */
  public Tensor mean(int[] dims, boolean keepDims) {
    Tensor sum = sum(dims, keepDims);
    return sum.times((double) sum.length() / length());
  }

  /**
   * The largest value over {@code dims}, or over all; NaN if there is one. Ties share gradients.
   */
  public Tensor max(int... dims) {
    return max(dims, false);
  }

  /** As {@link #max(int...)}; if {@code keepDims}, the dimensions stay with size 1. */
  public Tensor max(int[] dims, boolean keepDims) {
    return kept(new Max(dims).apply(self()), dims, keepDims);
  }

  /** The unbiased variance (n − 1) over {@code dims}, or over all; NaN of one value. */
  public Tensor var(int... dims) {
    Tensor squares = minus(mean(dims, true)).square().sum(dims);
    return squares.div((double) length() / squares.length() - 1);
  }

  /** The unbiased standard deviation, the root of {@link #var}. */
  public Tensor std(int... dims) {
    return var(dims).sqrt();
  }

  private Tensor kept(Tensor reduced, int[] dims, boolean keepDims) {
    return keepDims ? reduced.reshape(Shapes.reduced(shape(), Shapes.dims(dims, rank()))) : reduced;
  }

  /** The index of the largest value along {@code dim}, as int64. Has no gradient. */
  public Tensor argmax(int dim) {
    return Tensor.made(Kernels.current().argmax(live(), Shapes.dim(dim, rank())));
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
  public Tensor distribution(Bins bins) {
    checkDistribution();
    return Tensor.made(Kernels.current().distribution(live(), bins));
  }

  /**
   * Which indices of dimension {@code dim} have one and the same finite value everywhere, such as
   * channels that do nothing: a float64 vector [size of dim] of 1 for those and 0 for the others,
   * without a gradient.
   */
  public Tensor constant(int dim) {
    checkDistribution();
    int d = Shapes.dim(dim, rank());
    return Tensor.made(
        Kernels.current().readMemory()
            ? Nd4j.createFromArray(ConstantUnits.onHost(live(), d))
            : ConstantUnits.onDevice(live(), d));
  }

  /** Fails if there can be no distribution. */
  final void checkDistribution() {
    checkArgument(
        dataType().isFPType() && length() > 0,
        "expected floating point values, not %s of shape %s",
        dataType(),
        Shapes.text(self()));
  }

  // ---------------------------------------------------------------- shape

  /** The same values in another shape; one size may be −1. */
  public Tensor reshape(long... shape) {
    return new Reshape(shape).apply(self());
  }

  /** All dimensions from {@code start} on made one. */
  public Tensor flatten(int start) {
    int from = Shapes.dim(start, rank());
    long[] flat = Arrays.copyOf(shape(), from + 1);
    flat[from] = -1;
    return reshape(flat);
  }

  /** The dimensions in another order. */
  public Tensor permute(int... dims) {
    return new Permute(dims).apply(self());
  }

  /** Two dimensions swapped. */
  public Tensor transpose(int a, int b) {
    int[] dims = new int[rank()];
    Arrays.setAll(dims, i -> i);
    dims[Shapes.dim(a, rank())] = Shapes.dim(b, rank());
    dims[Shapes.dim(b, rank())] = Shapes.dim(a, rank());
    return permute(dims);
  }

  /** A new dimension of size 1 at {@code dim}. */
  public Tensor unsqueeze(int dim) {
    int at = Shapes.dim(dim, rank() + 1);
    long[] shape = new long[rank() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == at ? 1 : size(i < at ? i : i - 1);
    }
    return reshape(shape);
  }

  /** Without dimension {@code dim} if its size is 1, else unchanged. */
  public Tensor squeeze(int dim) {
    int at = Shapes.dim(dim, rank());
    return size(at) == 1 ? reshape(Shapes.without(shape(), at)) : self();
  }

  /** The elements {@code from} (inclusive) to {@code to} (exclusive) of {@code dim}. */
  public Tensor slice(int dim, long from, long to) {
    return new Slice(dim, from, to).apply(self());
  }

  /** What is at {@code index} of {@code dim}, which goes; negative ones count from the end. */
  public Tensor select(int dim, long index) {
    int at = Shapes.dim(dim, rank());
    checkArgument(
        index >= -size(at) && index < size(at),
        "index %s does not exist: dimension %s of shape %s has %s to %s",
        index,
        dim,
        Shapes.text(self()),
        -size(at),
        size(at) - 1);
    long from = index < 0 ? index + size(at) : index;
    return slice(at, from, from + 1).squeeze(at);
  }

  // ---------------------------------------------------------------- linear algebra, tables

  /** The matrix product: [n, k] × [k, m], or batches [..., n, k] × [..., k, m] of equal size. */
  public Tensor matmul(Tensor other) {
    return new MatMul().apply(self(), other);
  }

  /** this · weightᵀ + bias: [..., in] with weight [out, in] and bias [out] (or none). */
  public Tensor linear(Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? new Linear().apply(self(), weight)
        : new Linear().apply(self(), weight, bias);
  }

  /**
   * The rows of {@code weight} [rows, width] at these int64 indices of any shape: [..., width].
   *
   * @throws IllegalArgumentException also if an index lies outside the table; on a card, where
   *     looking at the indices would make it wait, the result is then undefined
   */
  public Tensor embedding(Tensor weight) {
    return new Embedding(self()).apply(weight);
  }

  // ---------------------------------------------------------------- losses

  /**
   * The mean cross-entropy of logits [batch, classes] against class labels [batch] (int64) or
   * probabilities [batch, classes].
   */
  public Tensor crossEntropy(Tensor target) {
    if (!target.dataType().isFPType()) {
      return new CrossEntropy(target).apply(self());
    }
    checkArgument(
        rank() == 2 && Arrays.equals(shape(), target.shape()),
        "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or probabilities"
            + " [batch, classes]; given logits %s and probabilities %s",
        Shapes.text(self()),
        Shapes.text(target));
    return logSoftmax(-1).times(target).sum().times(-1.0 / size(0));
  }

  /** The mean squared difference. */
  public Tensor mse(Tensor target) {
    checkArgument(
        Arrays.equals(shape(), target.shape()),
        "mse wants equal shapes, but the prediction is %s and the target %s: broadcasting them"
            + " would hide a mistake",
        Shapes.text(self()),
        Shapes.text(target));
    return minus(target).square().mean();
  }
}
