package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An ND4J array that remembers how it was made, so that gradients can be taken (eager, reverse
 * mode). Operations return new tensors; {@link #backward} walks back once through those that led to
 * a number and adds to the {@link #grad} of every leaf that requires one.
 *
 * <p>Names and semantics are PyTorch's: shapes are [batch, channels, height, width], binary
 * operations broadcast, negative dimensions count from the end, gradients accumulate until {@link
 * #zeroGrad}. A tensor made inside a {@link MemoryScope} dies with it, and says so when touched;
 * {@link #detach} makes a copy that stays.
 *
 * <p>A mismatch of shapes or types is an {@link IllegalArgumentException} that says what was given
 * and what was expected.
 */
public final class Tensor {
  private final INDArray array;
  private final @Nullable Operation origin;
  private final @Nullable MemoryScope scope = MemoryScope.current();
  private boolean requiresGrad;
  private @Nullable INDArray gradient;
  private boolean hasGradient;

  Tensor(INDArray array, @Nullable Operation origin) {
    this.array = array;
    this.origin = origin;
    this.requiresGrad = origin != null;
  }

  // ---------------------------------------------------------------- making

  /** A tensor over {@code array}, which is not copied: both see what either changes. */
  public static Tensor wrap(INDArray array) {
    return new Tensor(array, null);
  }

  /**
   * A tensor of {@code shape} with these values, the last dimension varying fastest: float32,
   * unless {@code Nd4j.setDefaultDataTypes} has chosen another floating type.
   */
  public static Tensor of(float[] values, long... shape) {
    return of(new HostArray.Floats(values, shape));
  }

  /** A float64 tensor of {@code shape} with these values, the last dimension varying fastest. */
  public static Tensor of(double[] values, long... shape) {
    checkLength(values.length, shape);
    return wrap(Nd4j.createFromArray(values).reshape('c', shape));
  }

  /** An int64 tensor [n], for instance of class labels. */
  public static Tensor of(long... values) {
    return of(new HostArray.Longs(values, values.length));
  }

  /** A tensor with the values of {@code host}, as {@link #of(float[], long...)}, or int64. */
  public static Tensor of(HostArray host) {
    INDArray flat;
    if (host instanceof HostArray.Floats floats) {
      checkLength(floats.values().length, floats.shape());
      flat = Nd4j.createFromArray(floats.values()).castTo(Nd4j.defaultFloatingPointType());
    } else {
      long[] values = ((HostArray.Longs) host).values();
      checkLength(values.length, host.shape());
      flat = Nd4j.createFromArray(values);
    }
    return wrap(flat.reshape('c', host.shape()));
  }

  /** A float32 tensor of no dimensions. */
  public static Tensor scalar(double value) {
    return wrap(Nd4j.scalar(DataType.FLOAT, value));
  }

  /** A float32 tensor of zeros. */
  public static Tensor zeros(long... shape) {
    return wrap(Nd4j.zeros(DataType.FLOAT, shape));
  }

  /** A float32 tensor of ones. */
  public static Tensor ones(long... shape) {
    return wrap(Nd4j.ones(DataType.FLOAT, shape));
  }

  private static void checkLength(int values, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    checkArgument(
        values == length,
        "shape %s wants %s values, not %s",
        Arrays.toString(shape),
        length,
        values);
  }

  // ---------------------------------------------------------------- asking

  /**
   * The array itself, not a copy.
   *
   * @throws IllegalStateException if the memory scope in which the tensor was made has ended
   */
  public INDArray array() {
    checkState(
        scope == null || scope.isOpen(),
        "this tensor of shape %s was made inside a memory scope (a training step) that has ended,"
            + " and its memory is in use for other things: keep what you need with detach() or"
            + " item() before the step ends",
        (Object) Arrays.toString(array.shape()));
    return array;
  }

  /** The sizes of the dimensions; a copy. */
  public long[] shape() {
    return array.shape().clone();
  }

  /** The number of dimensions. */
  public int rank() {
    return array.rank();
  }

  /** The size of dimension {@code dim}; negative ones count from the end. */
  public long size(int dim) {
    return array.size(Shapes.dim(dim, rank()));
  }

  /** The number of elements. */
  public long length() {
    return array.length();
  }

  /** FLOAT (float32), DOUBLE (float64) or LONG (int64). */
  public DataType dataType() {
    return array.dataType();
  }

  /** The single value of a tensor with one element. Reads it from the device. */
  public double item() {
    checkArgument(
        length() == 1, "item() wants one element, but the shape is %s", Shapes.text(this));
    return Host.read(this)[0];
  }

  /** All values, the last dimension varying fastest. Reads them from the device. */
  public double[] toDoubles() {
    return Host.read(this);
  }

  // ---------------------------------------------------------------- gradients

  /** Whether gradients reach this tensor in a backward pass. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /**
   * Sets whether this leaf, a tensor that no recorded operation made, wants a gradient.
   *
   * @return this
   */
  public Tensor requiresGrad(boolean wanted) {
    checkState(
        origin == null,
        "only a leaf can change whether it requires a gradient; detach() makes one");
    checkArgument(
        !wanted || array.dataType().isFPType(),
        "only floating point tensors have gradients, not %s",
        array.dataType());
    requiresGrad = wanted;
    return this;
  }

  /** The gradient accumulated so far, or null if none has arrived since it was cleared. */
  public @Nullable Tensor grad() {
    INDArray sum = gradient;
    return hasGradient && sum != null ? MemoryScope.outside(() -> wrap(sum)) : null;
  }

  /** Forgets the gradient. Its memory stays, for the next one. */
  public void zeroGrad() {
    hasGradient = false;
  }

  /** Adds the gradients of this number to all leaves that require one, and frees the graph. */
  public void backward() {
    checkArgument(
        length() == 1,
        "backward() starts from one number, such as a loss; this tensor has shape %s: reduce it"
            + " with mean() or sum() first",
        Shapes.text(this));
    backward(wrap(Nd4j.onesLike(array())));
  }

  /** As {@link #backward()}, from {@code seed}, the gradient of something with respect to this. */
  public void backward(Tensor seed) {
    checkState(
        requiresGrad,
        "nothing to differentiate: no tensor that led here requires a gradient (was it computed"
            + " inside noGrad, or are all parameters frozen?)");
    checkArgument(
        Arrays.equals(seed.shape(), shape()),
        "the gradient has shape %s, but the tensor has shape %s",
        Shapes.text(seed),
        Shapes.text(this));
    Autograd.noGrad(() -> new BackwardPass().run(this, seed.array()));
  }

  /** A copy of the values that requires no gradient and outlives the memory scope. */
  public Tensor detach() {
    INDArray values = array();
    return MemoryScope.outside(() -> wrap(values.dup('c')));
  }

  /** Sees to it that the values are where the backend computes, before they are needed. */
  public void toDevice() {
    Nd4j.getAffinityManager().ensureLocation(array(), AffinityManager.Location.DEVICE);
  }

  @Nullable Operation origin() {
    return origin;
  }

  void accumulate(INDArray part) {
    INDArray sum = gradient;
    if (sum == null) {
      gradient = MemoryScope.outside(() -> part.dup('c'));
    } else if (hasGradient) {
      sum.addi(part);
    } else {
      sum.assign(part);
    }
    hasGradient = true;
  }

  // ---------------------------------------------------------------- arithmetic, broadcasting

  /** this + other. */
  public Tensor plus(Tensor other) {
    return new Plus().apply(this, other);
  }

  /** this + value. */
  public Tensor plus(double value) {
    return new Affine(1, value).apply(this);
  }

  /** this − other. */
  public Tensor minus(Tensor other) {
    return new Minus().apply(this, other);
  }

  /** this − value. */
  public Tensor minus(double value) {
    return new Affine(1, -value).apply(this);
  }

  /** this · other, element by element. */
  public Tensor times(Tensor other) {
    return new Times().apply(this, other);
  }

  /** this · value. */
  public Tensor times(double value) {
    return new Affine(value, 0).apply(this);
  }

  /** this / other, element by element. */
  public Tensor div(Tensor other) {
    return new Divide().apply(this, other);
  }

  /** this / value. */
  public Tensor div(double value) {
    return new Affine(1 / value, 0).apply(this);
  }

  /** −this. */
  public Tensor neg() {
    return new Affine(-1, 0).apply(this);
  }

  // ---------------------------------------------------------------- elementwise functions

  /** this to the power of {@code exponent}. */
  public Tensor pow(double exponent) {
    return new Power(exponent).apply(this);
  }

  /** The exponential function. */
  public Tensor exp() {
    return new Exponential().apply(this);
  }

  /** The natural logarithm. */
  public Tensor log() {
    return new Logarithm().apply(this);
  }

  /** The square root. */
  public Tensor sqrt() {
    return new Power(0.5).apply(this);
  }

  /** The absolute value; its gradient at 0 is 0. */
  public Tensor abs() {
    return new Absolute().apply(this);
  }

  /** max(this, 0); its gradient at 0 is 0. */
  public Tensor relu() {
    return new Relu().apply(this);
  }

  /** this where positive, {@code slope} · this elsewhere. */
  public Tensor leakyRelu(double slope) {
    return new LeakyRelu(slope).apply(this);
  }

  /** this · Φ(this), with the exact normal distribution function Φ (PyTorch's default). */
  public Tensor gelu() {
    return new Gelu().apply(this);
  }

  /** 1 / (1 + exp(−this)). */
  public Tensor sigmoid() {
    return new Sigmoid().apply(this);
  }

  /** The hyperbolic tangent. */
  public Tensor tanh() {
    return new Tanh().apply(this);
  }

  /** exp(this), scaled to sum to 1 along {@code dim}. */
  public Tensor softmax(int dim) {
    return new Softmax(dim).apply(this);
  }

  /** The logarithm of {@link #softmax}, without its loss of precision. */
  public Tensor logSoftmax(int dim) {
    return new LogSoftmax(dim).apply(this);
  }

  /** While training: each element is zeroed with probability {@code p}, the rest scaled up. */
  public Tensor dropout(double p) {
    return new Dropout(p).apply(this);
  }

  // ---------------------------------------------------------------- reductions

  /** The sum over {@code dims}, or over all without any; the dimensions go. */
  public Tensor sum(int... dims) {
    return new Sum(dims).apply(this);
  }

  /** The mean over {@code dims}, or over all without any; the dimensions go. */
  public Tensor mean(int... dims) {
    Tensor sum = sum(dims);
    return sum.times((double) sum.length() / length());
  }

  /** The largest value along {@code dim}, or of all without one; ties share the gradient. */
  public Tensor max(int... dims) {
    return new Max(dims).apply(this);
  }

  /** The index of the largest value along {@code dim}, as int64. Has no gradient. */
  public Tensor argmax(int dim) {
    return wrap(Nd4j.argMax(array(), Shapes.dim(dim, rank())));
  }

  /**
   * How the values are distributed, as a float64 vector without a gradient: mean, standard
   * deviation (n − 1), how many values are NaN or infinite, how many absolute values are below
   * {@code bins.min()}, how many finite ones are above {@code bins.max()}, and how many fall into
   * each bin. Mean and deviation are over all values, hence not finite if one is not; the deviation
   * of one value is NaN. The bins are those of PyTorch's {@code histc(x.abs())}: the place of a
   * value is (|value| − min) / (max − min) · count, in the arithmetic of its type.
   */
  public Tensor distribution(Bins bins) {
    checkArgument(
        dataType().isFPType() && length() > 0,
        "expected floating point values, not %s of shape %s",
        dataType(),
        Shapes.text(this));
    return wrap(Kernels.current().distribution(array(), bins));
  }

  // ---------------------------------------------------------------- shape

  /** The same values in another shape; one size may be −1. */
  public Tensor reshape(long... shape) {
    return new Reshape(shape).apply(this);
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
    return new Permute(dims).apply(this);
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

  /** The elements {@code from} (inclusive) to {@code to} (exclusive) of {@code dim}. */
  public Tensor slice(int dim, long from, long to) {
    return new Slice(dim, from, to).apply(this);
  }

  /** These tensors one after the other along {@code dim}; the other sizes must agree. */
  public static Tensor concat(int dim, Tensor... parts) {
    return new Concat(dim).apply(parts);
  }

  // ---------------------------------------------------------------- linear algebra, layers

  /** The matrix product: [n, k] × [k, m], or batches [..., n, k] × [..., k, m] of equal size. */
  public Tensor matmul(Tensor other) {
    return new MatMul().apply(this, other);
  }

  /** this · weightᵀ + bias: [..., in] with weight [out, in] and bias [out] (or none). */
  public Tensor linear(Tensor weight, @Nullable Tensor bias) {
    return bias == null ? new Linear().apply(this, weight) : new Linear().apply(this, weight, bias);
  }

  /**
   * Cross-correlation of images [batch, in, height, width] with weight [out, in, kh, kw] and bias
   * [out] (or none), zero padding on all four sides: [batch, out, (height + 2·padding − kh) /
   * stride + 1, …].
   */
  public Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    Convolution convolution = new Convolution(stride, padding);
    return bias == null ? convolution.apply(this, weight) : convolution.apply(this, weight, bias);
  }

  /** The largest value in each window of images [batch, channels, height, width]. */
  public Tensor maxPool2d(int size, int stride, int padding) {
    return new MaxPool(new Window(size, stride, padding)).apply(this);
  }

  /** The mean of each window of images; padding counts as zeros (PyTorch's default). */
  public Tensor avgPool2d(int size, int stride, int padding) {
    return new AveragePool(new Window(size, stride, padding)).apply(this);
  }

  // ---------------------------------------------------------------- losses

  /**
   * The mean cross-entropy of logits [batch, classes] against class labels [batch] (int64) or
   * probabilities [batch, classes].
   */
  public Tensor crossEntropy(Tensor target) {
    return target.dataType().isFPType()
        ? logSoftmax(-1).times(target).sum().times(-1.0 / size(0))
        : new CrossEntropy(target).apply(this);
  }

  /** The mean squared difference. */
  public Tensor mse(Tensor target) {
    checkArgument(
        Arrays.equals(shape(), target.shape()),
        "mse wants equal shapes, but the prediction is %s and the target %s: broadcasting them"
            + " would hide a mistake",
        Shapes.text(this),
        Shapes.text(target));
    return minus(target).pow(2).mean();
  }

  @Override
  public String toString() {
    String head =
        "Tensor"
            + Shapes.text(this)
            + " "
            + dataType()
            + (origin != null ? " by " + origin.name() : requiresGrad ? " requires grad" : "");
    boolean dead = scope != null && !scope.isOpen();
    return dead
        ? head + " (its memory scope has ended)"
        : length() > 100 ? head : head + "\n" + array;
  }
}
