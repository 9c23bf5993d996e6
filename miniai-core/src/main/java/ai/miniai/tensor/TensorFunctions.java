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
    return Promotion.arithmetic(new Plus(), self(), other);
  }

  /** this + value; of whole numbers float32. */
  public Tensor plus(double value) {
    return Promotion.real(new Affine(1, value), self());
  }

  /** this + value, of the same type; of truth values int64. */
  public Tensor plus(long value) {
    return dataType().isFPType() ? plus((double) value) : whole(new Plus(), value);
  }

  /** this − other. */
  public Tensor minus(Tensor other) {
    checkSubtraction(self());
    checkSubtraction(other);
    return Promotion.arithmetic(new Minus(), self(), other);
  }

  /** this − value; of whole numbers float32. */
  public Tensor minus(double value) {
    checkSubtraction(self());
    return Promotion.real(new Affine(1, -value), self());
  }

  /** this − value, of the same type. */
  public Tensor minus(long value) {
    checkSubtraction(self());
    return dataType().isFPType() ? minus((double) value) : whole(new Minus(), value);
  }

  private static void checkSubtraction(Tensor operand) {
    Promotion.checkNumbers("subtraction", operand);
  }

  /** {@code op} of this, whole or true, and a Java number. */
  private Tensor whole(Operation op, long value) {
    return Promotion.in(WholeNumbers.beside(self()), op, self(), WholeNumbers.scalar(value));
  }

  /** this · other, element by element. */
  public Tensor times(Tensor other) {
    return Promotion.arithmetic(new Times(), self(), other);
  }

  /** this · value; of whole numbers float32. */
  public Tensor times(double value) {
    return Promotion.real(new Affine(value, 0), self());
  }

  /** this · value, of the same type; of truth values int64. */
  public Tensor times(long value) {
    return dataType().isFPType() ? times((double) value) : whole(new Times(), value);
  }

  /** this / other, element by element; the quotients of whole numbers are float32. */
  public Tensor div(Tensor other) {
    return Promotion.real(new Divide(), self(), other);
  }

  /** this / value; of whole numbers float32. */
  public Tensor div(double value) {
    return Promotion.real(new Affine(1 / value, 0), self());
  }

  /** −this. */
  public Tensor neg() {
    return Promotion.numbers(new Affine(-1, 0), self());
  }

  // ---------------------------------------------------------------- elementwise functions

  /** this to the power of {@code exponent}; of whole numbers float32. */
  public Tensor pow(double exponent) {
    return Promotion.real(new Power(exponent), self());
  }

  /**
   * this to the power of {@code exponent}, of the same type; of truth values int64.
   *
   * @throws IllegalArgumentException for a negative power of whole numbers
   */
  public Tensor pow(long exponent) {
    return dataType().isFPType() ? pow((double) exponent) : WholeNumbers.power(self(), exponent);
  }

  /** this · this. */
  public Tensor square() {
    return pow(2L);
  }

  /** this, moved to the nearer end of [min, max] where outside; the gradient there is 0. */
  public Tensor clamp(double min, double max) {
    return Promotion.real(new Clamp(min, max), self());
  }

  /**
   * As {@link #clamp(double, double)}; whole numbers keep their type, which must hold the bounds,
   * and truth values become int64.
   */
  public Tensor clamp(long min, long max) {
    return dataType().isFPType()
        ? clamp((double) min, (double) max)
        : WholeNumbers.clamp(self(), min, max);
  }

  /** The exponential function. */
  public Tensor exp() {
    return Promotion.real(new Exponential(), self());
  }

  /** The natural logarithm. */
  public Tensor log() {
    return Promotion.real(new Logarithm(), self());
  }

  /** The square root. */
  public Tensor sqrt() {
    return Promotion.real(new Power(0.5), self());
  }

  /** The absolute value; its gradient at 0 is 0. */
  public Tensor abs() {
    return Promotion.numbers(new Absolute(), self());
  }

  /** max(this, 0); its gradient at 0 is 0. */
  public Tensor relu() {
    Promotion.checkNumbers("relu", self());
    return Promotion.isWhole(dataType())
        ? WholeNumbers.relu(self())
        : Promotion.floating(new Relu(), self());
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
    return Promotion.floating(new GeneralRelu(leak, sub, max), self());
  }

  /** this · Φ(this), with the exact normal distribution function Φ (PyTorch's default). */
  public Tensor gelu() {
    return Promotion.floating(new Gelu(), self());
  }

  /**
   * An approximation of {@link #gelu} without the error function: this · (1 + tanh(√(2/π) · (this +
   * 0.044715 · this³))) / 2 (PyTorch's {@code approximate='tanh'}).
   */
  public Tensor geluTanh() {
    return Promotion.floating(new GeluTanh(), self());
  }

  /** this · sigmoid(this), also called swish. */
  public Tensor silu() {
    return Promotion.floating(new Silu(), self());
  }

  /** 1 / (1 + exp(−this)). */
  public Tensor sigmoid() {
    return Promotion.real(new Sigmoid(), self());
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return Promotion.real(new Tanh(), self());
  }

  /** exp(this), scaled to sum to 1 along {@code dim}. */
  public Tensor softmax(int dim) {
    return Promotion.floating(new Softmax(dim), self());
  }

  /** The logarithm of {@link #softmax}, without its loss of precision. */
  public Tensor logSoftmax(int dim) {
    return Promotion.floating(new LogSoftmax(dim), self());
  }

  /** While training: each element is zeroed with probability {@code p}, the rest scaled up. */
  public Tensor dropout(double p) {
    return Promotion.floating(new Dropout(p), self());
  }

  /**
   * The same values as another type: rounded to a floating point type, cut off to whole numbers
   * (which wrap around where they do not fit), or whether they are not 0 (BOOL). The gradient,
   * which floating point types have, comes back in the type of this tensor.
   */
  public Tensor to(DataType type) {
    return type == dataType() ? self() : new Cast(type).apply(self());
  }

  // ---------------------------------------------------------------- reductions

  /** The sum over {@code dims}, or over all without any; the dimensions go. */
  public Tensor sum(int... dims) {
    return sum(dims, false);
  }

  /**
   * The sum over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. Of whole
   * numbers and truth values it is int64.
   */
  public Tensor sum(int[] dims, boolean keepDims) {
    Tensor sum =
        dataType().isFPType()
            ? Promotion.floating(new Sum(dims), self())
            : new Sum(dims).apply(to(DataType.INT64));
    return kept(sum, dims, keepDims);
  }

  /** The mean over {@code dims}, or over all without any; the dimensions go. */
  public Tensor mean(int... dims) {
    return mean(dims, false);
  }

  /**
   * The mean over {@code dims}, or over all; if {@code keepDims}, they stay with size 1. NaN of no
   * values. Whole numbers have none, as in PyTorch: convert them first.
   */
  public Tensor mean(int[] dims, boolean keepDims) {
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
  public Tensor max(int... dims) {
    return max(dims, false);
  }

  /** As {@link #max(int...)}; if {@code keepDims}, the dimensions stay with size 1. */
  public Tensor max(int[] dims, boolean keepDims) {
    return kept(Promotion.in(dataType(), new Max(dims), self()), dims, keepDims);
  }

  /** The unbiased variance (n − 1) over {@code dims}, or over all; NaN of one value. */
  public Tensor var(int... dims) {
    Promotion.checkFloating("var", self());
    return Promotion.wide(
        self(),
        x -> {
          Tensor squares = x.minus(x.mean(dims, true)).square().sum(dims);
          return squares.div(Math.max(0, (double) x.length() / squares.length() - 1));
        });
  }

  /** The unbiased standard deviation, the root of {@link #var}. */
  public Tensor std(int... dims) {
    return Promotion.wide(self(), x -> x.var(dims).sqrt());
  }

  private Tensor kept(Tensor reduced, int[] dims, boolean keepDims) {
    return keepDims ? reduced.reshape(Shapes.reduced(shape(), Shapes.dims(dims, rank()))) : reduced;
  }

  /** The index of the largest value along {@code dim}, as int64. Has no gradient. */
  public Tensor argmax(int dim) {
    int along = Shapes.dim(dim, rank());
    Promotion.checkNumbers("argmax", self());
    if (length() == 0) {
      Shapes.checkNotEmpty("argmax", shape(), along);
      return Tensor.made(Layout.empty(DataType.INT64, Shapes.without(shape(), along)));
    }
    return Tensor.made(Kernels.current().argmax(readable().live(), along));
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
    return Tensor.made(Kernels.current().distribution(readable().live(), bins));
  }

  /**
   * Which indices of dimension {@code dim} have one and the same finite value everywhere, such as
   * channels that do nothing: a float64 vector [size of dim] of 1 for those and 0 for the others,
   * without a gradient.
   */
  public Tensor constant(int dim) {
    checkDistribution();
    int d = Shapes.dim(dim, rank());
    INDArray x = readable().live();
    return Tensor.made(
        Kernels.current().readMemory()
            ? Nd4j.createFromArray(ConstantUnits.onHost(x, d))
            : ConstantUnits.onDevice(x, d));
  }

  /** This, or the same values in a type that kernels read, exactly: float32, float64 or int64. */
  final Tensor readable() {
    DataType kind = dataType();
    if (Promotion.isPlain(kind) || kind == DataType.INT64) {
      return self();
    }
    INDArray values = Layout.contiguous(live());
    return Tensor.made(values.castTo(kind.isFPType() ? DataType.FLOAT : DataType.INT64));
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
    return Promotion.numbers(new MatMul(), self(), other);
  }

  /** this · weightᵀ + bias: [..., in] with weight [out, in] and bias [out] (or none). */
  public Tensor linear(Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? Promotion.numbers(new Linear(), self(), weight)
        : Promotion.numbers(new Linear(), self(), weight, bias);
  }

  /**
   * The rows of {@code weight} [rows, width] at these int64 or int32 indices of any shape: [...,
   * width].
   *
   * @throws IllegalArgumentException also if an index lies outside the table; on a card, where
   *     looking at the indices would make it wait, the result is then undefined
   */
  public Tensor embedding(Tensor weight) {
    Tensor indices = dataType() == DataType.INT32 ? to(DataType.INT64) : self();
    return Promotion.in(weight.dataType(), new Embedding(indices), weight);
  }

  // ---------------------------------------------------------------- losses

  /**
   * The mean cross-entropy of logits [batch, classes] against class labels [batch] (int64) or
   * probabilities [batch, classes].
   */
  public Tensor crossEntropy(Tensor target) {
    Promotion.checkFloating("cross-entropy", self());
    Promotion.checkNumbers("cross-entropy", target);
    if (!target.dataType().isFPType()) {
      return Promotion.floating(new CrossEntropy(target), self());
    }
    checkArgument(
        rank() == 2 && Arrays.equals(shape(), target.shape()),
        "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or probabilities"
            + " [batch, classes]; given logits %s and probabilities %s",
        Shapes.text(self()),
        Shapes.text(target));
    return Promotion.wide(self(), x -> x.logSoftmax(-1).times(target).sum().times(-1.0 / size(0)));
  }

  /** The mean squared difference; one of both at least is floating point. */
  public Tensor mse(Tensor target) {
    checkArgument(
        Arrays.equals(shape(), target.shape()),
        "mse wants equal shapes, but the prediction is %s and the target %s: broadcasting them"
            + " would hide a mistake",
        Shapes.text(self()),
        Shapes.text(target));
    DataType kind = Promotion.of(self(), target);
    checkArgument(
        kind.isFPType(),
        "mse wants floating point numbers, but the prediction is %s and the target %s: convert"
            + " with to(DataType.FLOAT)",
        dataType(),
        target.dataType());
    Tensor difference = to(kind).minus(target.to(kind));
    return Promotion.wide(difference, x -> x.square().mean());
  }
}
