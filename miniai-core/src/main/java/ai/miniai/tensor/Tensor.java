package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.device.NativeSettings;
import ai.miniai.kernels.Kernels;
import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An ND4J array that remembers how it was computed, so that gradients can be computed (eager
 * execution, reverse mode). Operations return new tensors. {@link #backward} runs once backward
 * through the graph that led to a single value, such as a loss, and adds to the {@link #grad} of
 * every leaf that requires a gradient.
 *
 * <p>Names and semantics are those of PyTorch: shapes are [batch, channels, height, width], binary
 * operations broadcast, negative dimensions count from the end, and gradients accumulate until
 * {@link #zeroGrad}. A tensor created inside a {@link MemoryScope} becomes invalid when the scope
 * closes; using it then throws an {@link IllegalStateException}. {@link #detach} makes a copy that
 * stays valid.
 *
 * <p>New tensors are float32, unless {@code Nd4j.setDefaultDataTypes} has set another floating
 * point type or the method says otherwise. A mismatch of shapes or types throws an {@link
 * IllegalArgumentException} that says what was given and what was expected.
 *
 * <p>Type promotion follows PyTorch. {@link #plus(Tensor)}, {@link #minus(Tensor)}, {@link
 * #times(Tensor)} and {@link #concat} accept operands of different types: floating point wins over
 * integers, integers win over booleans, and within each of these categories the wider type wins. A
 * tensor without dimensions, or a Java number, does not widen a tensor with dimensions within a
 * category. Integers wrap around. Functions whose results are not integers in general convert
 * integers to float32: division, {@link #exp}, {@link #sqrt} and the like, and arithmetic with a
 * Java {@code double}. Arithmetic with a Java {@code int} or {@code long} keeps them integers. The
 * {@link #sum} of integers is int64. Comparisons are BOOL. {@link #mean}, {@link #softmax} and
 * other functions that need floating point values reject integers. float16 and bfloat16 are
 * computed in float32 and then rounded. Only floating point tensors can have a gradient; it has the
 * type of its tensor.
 *
 * <p>A tensor may be empty, which means that one of its sizes is 0. The sum of no values is 0,
 * their mean is NaN, and their maximum is an error.
 */
public final class Tensor
    implements ElementFunctions,
        ComparisonFunctions,
        ReductionFunctions,
        VectorFunctions,
        ShapeFunctions,
        ArrangementFunctions,
        IndexFunctions,
        ModelFunctions,
        NormFunctions,
        ImageFunctions,
        SequenceFunctions {
  /**
   * The result of {@link Tensor#batchNorm(Tensor, Tensor, double)}: the output, and the mean and
   * variance of each channel over the batch, [channels]. Mean and variance are detached; the
   * gradient of the output takes into account that it depends on them.
   *
   * @param variance the population variance (divided by n)
   */
  public record BatchNormalized(Tensor output, Tensor mean, Tensor variance) {}

  /**
   * The result of {@link Tensor#sort} and {@link Tensor#topk}: elements in order along a dimension,
   * and their indices in it, int64 of the same shape.
   */
  public record Sorted(Tensor values, Tensor indices) {}

  static {
    NativeSettings.apply();
  }

  private final INDArray array;
  private final @Nullable Operation origin;
  private final Storage storage;
  private boolean requiresGrad;

  /** Stays after {@link #zeroGrad}, so that the next gradient can use its memory. */
  private @Nullable Tensor gradient;

  private boolean hasGradient;
  private boolean gradientIsHeld;

  Tensor(INDArray array, @Nullable Operation origin, Storage storage) {
    this.array = array;
    this.origin = origin;
    this.storage = storage;
    this.requiresGrad = origin != null;
  }

  /** Creates a tensor from an array that nothing else uses. */
  static Tensor made(INDArray array) {
    return new Tensor(array, null, new Storage(array, MemoryScope.current()));
  }

  // ---------------------------------------------------------------- making

  /**
   * Creates a tensor that shares memory with {@code array}: nothing is copied, and a change to one
   * changes the other.
   */
  public static Tensor wrap(INDArray array) {
    Promotion.checkKnown(array.dataType());
    return new Tensor(array, null, Storage.ofForeign(array));
  }

  /**
   * A tensor of {@code shape} with these values in row-major order (the last dimension varies
   * fastest).
   */
  public static Tensor of(float[] values, long... shape) {
    return of(new HostArray.Floats(values, shape));
  }

  /**
   * A float64 tensor of {@code shape} with these values in row-major order (the last dimension
   * varies fastest).
   */
  public static Tensor of(double[] values, long... shape) {
    checkArgument(
        values.length == count(shape),
        "expected %s values for shape %s, got %s",
        count(shape),
        Arrays.toString(shape),
        values.length);
    return made(
        values.length == 0
            ? Layout.empty(DataType.DOUBLE, shape)
            : Nd4j.createFromArray(values).reshape('c', shape));
  }

  /** An int64 tensor [n], for instance of class labels. */
  public static Tensor of(long... values) {
    return of(new HostArray.Longs(values, values.length));
  }

  /**
   * A tensor with the values of {@code host}: int64 for {@link HostArray.Longs}, else of the
   * default floating point type.
   */
  public static Tensor of(HostArray host) {
    if (host.length() == 0) {
      boolean whole = host instanceof HostArray.Longs;
      return wrap(
          Layout.empty(whole ? DataType.INT64 : Nd4j.defaultFloatingPointType(), host.shape()));
    }
    INDArray flat;
    if (host instanceof HostArray.Longs longs) {
      flat = Nd4j.createFromArray(longs.values());
    } else {
      INDArray floats =
          host instanceof HostArray.Bytes bytes
              ? Kernels.current().upload(bytes.values(), bytes.divisor())
              : Kernels.current().upload(((HostArray.Floats) host).values());
      flat = floats.castTo(Nd4j.defaultFloatingPointType());
    }
    return made(flat.reshape('c', host.shape()));
  }

  /** A tensor without dimensions. */
  public static Tensor scalar(double value) {
    return made(Nd4j.scalar(Nd4j.defaultFloatingPointType(), value));
  }

  /** A tensor of zeros. */
  public static Tensor zeros(long... shape) {
    return full(0, shape);
  }

  /** A tensor of ones. */
  public static Tensor ones(long... shape) {
    return full(1, shape);
  }

  /** A tensor in which every element has this value. */
  public static Tensor full(double value, long... shape) {
    return made(Layout.full(Nd4j.defaultFloatingPointType(), value, shape));
  }

  /** Zeros of the shape and type of {@code like}. */
  public static Tensor zerosLike(Tensor like) {
    return fullLike(like, 0);
  }

  /** Ones of the shape and type of {@code like}. */
  public static Tensor onesLike(Tensor like) {
    return fullLike(like, 1);
  }

  /** A tensor of the shape and type of {@code like} in which every element has this value. */
  public static Tensor fullLike(Tensor like, double value) {
    return made(Layout.full(like.dataType(), value, like.shape()));
  }

  /** {@link #rand} of the shape and floating point type of {@code like}. */
  public static Tensor randLike(Tensor like) {
    Promotion.checkFloating("randLike", like);
    return rand(like.shape()).to(like.dataType());
  }

  /** {@link #randn} of the shape and floating point type of {@code like}. */
  public static Tensor randnLike(Tensor like) {
    Promotion.checkFloating("randnLike", like);
    return randn(like.shape()).to(like.dataType());
  }

  /** A tensor of random values, uniform in [0, 1), drawn from {@link Seed#generator}. */
  public static Tensor rand(long... shape) {
    return of(Seed.generator().uniform(count(shape), 0, 1), shape);
  }

  /** A tensor of standard normal random values, drawn from {@link Seed#generator}. */
  public static Tensor randn(long... shape) {
    return of(Seed.generator().normal(count(shape), 0, 1), shape);
  }

  /**
   * An int64 tensor of random whole numbers, uniform in [low, high), drawn from {@link
   * Seed#generator}.
   */
  public static Tensor randint(long low, long high, long... shape) {
    return Factories.randint(low, high, shape);
  }

  /** A tensor of 1 with probability {@code p}, else 0, drawn from {@link Seed#generator}. */
  public static Tensor bernoulli(double p, long... shape) {
    return Factories.bernoulli(p, shape);
  }

  /** The int64 numbers 0 to {@code end} − 1. */
  public static Tensor arange(long end) {
    return arange(0L, end, 1L);
  }

  /**
   * The int64 numbers from {@code start} (inclusive) to {@code end} (exclusive) in steps of {@code
   * step}, which may be negative but not 0.
   */
  public static Tensor arange(long start, long end, long step) {
    return Factories.arange(start, end, step);
  }

  /** Like {@link #arange(long, long, long)}, in floating point: start + i · step. */
  public static Tensor arange(double start, double end, double step) {
    return Factories.arange(start, end, step);
  }

  /** {@code steps} numbers from {@code start} to {@code end}, both included, equally far apart. */
  public static Tensor linspace(double start, double end, int steps) {
    return Factories.linspace(start, end, steps);
  }

  /** The matrix [n, n] with ones on the diagonal and zeros elsewhere. */
  public static Tensor eye(long n) {
    return ones(n, n).tril(0).triu(0);
  }

  /**
   * Elements of {@code a} where {@code condition} is true, and of {@code b} elsewhere, all three
   * broadcast. Types are promoted as in {@link #plus(Tensor)}. Elements that are not chosen have a
   * gradient of 0, even if they are not finite.
   *
   * @param condition BOOL, such as the result of {@link #gt(double)}
   */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Choice.where("where", condition, a, b);
  }

  /** Tensors of one shape along a new dimension {@code dim}. Types are promoted. */
  public static Tensor stack(int dim, Tensor... parts) {
    return Factories.stack(dim, parts);
  }

  /**
   * The sum of products that {@code equation} describes, such as {@code "bij,bjk->bik"} for matrix
   * products: one letter for each dimension of one or two operands, and of the result. Letters that
   * the result lacks are summed over. Without an arrow, the result has the letters that stand once,
   * in alphabetical order. Unlike in PyTorch a letter may not stand twice for one operand, sizes
   * are not broadcast, and there is no ellipsis.
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, operands);
  }

  /**
   * Concatenates tensors along {@code dim}. All other sizes must be equal. Types are promoted as in
   * {@link #plus(Tensor)}.
   */
  public static Tensor concat(int dim, Tensor... parts) {
    DataType kind = parts.length == 0 ? DataType.FLOAT : Promotion.of(parts);
    Tensor[] alike = Arrays.stream(parts).map(part -> part.to(kind)).toArray(Tensor[]::new);
    return new ConcatOp(dim).apply(alike);
  }

  static int count(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  // ---------------------------------------------------------------- asking

  /**
   * The array itself, not a copy. If the forward pass saved its values, writing to it before the
   * backward pass makes the backward pass fail. To detect this, both passes hash the values from
   * now on (not on a GPU, and not beyond 2³¹ − 1 elements). {@link #read} and {@link #update} are
   * cheaper.
   *
   * @throws IllegalStateException if the memory scope in which the tensor was made has ended
   */
  public INDArray array() {
    INDArray handed = live();
    storage.handOut();
    return handed;
  }

  /**
   * Calls {@code reader} with the array, and returns its result. The reader must neither change nor
   * keep the array.
   */
  public <T> T read(Function<? super INDArray, T> reader) {
    return reader.apply(live());
  }

  /**
   * Changes the array in place with {@code change}. The change is counted, so that a backward pass
   * that needs the old values fails. It is not recorded for gradients. {@code change} must not keep
   * the array.
   *
   * @return this
   */
  public Tensor update(Consumer<? super INDArray> change) {
    INDArray own = live();
    try {
      change.accept(own);
    } finally {
      storage.changed();
    }
    return this;
  }

  /** The array, for use inside an operation. */
  INDArray live() {
    checkState(
        storage.isLive(),
        "this tensor of shape %s %s",
        Shapes.shape(array),
        Shapes.lazily(storage::end));
    Trace trace = Trace.current();
    if (trace != null) {
      trace.read(this);
    }
    return array;
  }

  /** The array, of which only the shape and the type are looked at. */
  INDArray outline() {
    return array;
  }

  /**
   * This tensor, or a copy converted without loss to a type that the kernels read: float32, float64
   * or int64.
   */
  Tensor readable() {
    DataType kind = dataType();
    if (Promotion.isPlain(kind) || kind == DataType.INT64) {
      return this;
    }
    return Autograd.noGrad(() -> to(kind.isFPType() ? DataType.FLOAT : DataType.INT64));
  }

  /** Throws unless this is a non-empty floating point tensor. */
  void checkDistribution() {
    checkArgument(
        dataType().isFPType() && length() > 0,
        "expected floating point values, not %s of shape %s",
        dataType(),
        Shapes.text(shape()));
  }

  Storage storage() {
    return storage;
  }

  /** The sizes of the dimensions, as a copy. */
  @Override
  public long[] shape() {
    return array.shape().clone();
  }

  /** The number of dimensions. */
  @Override
  public int rank() {
    return array.rank();
  }

  /** The size of dimension {@code dim}. A negative dimension counts from the end. */
  @Override
  public long size(int dim) {
    return array.size(Shapes.dim(dim, rank()));
  }

  /** The number of elements. */
  @Override
  public long length() {
    return array.length();
  }

  /**
   * FLOAT (float32), DOUBLE (float64), HALF (float16) or BFLOAT16; LONG (int64), INT, SHORT, BYTE
   * (int8) or UBYTE (uint8); BOOL.
   */
  @Override
  public DataType dataType() {
    return array.dataType();
  }

  /** The single value of a tensor with one element. Reads it from the device. */
  public double item() {
    checkArgument(
        length() == 1, "item() wants one element, but the shape is %s", Shapes.text(shape()));
    return Host.read(this)[0];
  }

  /**
   * All values in row-major order (the last dimension varies fastest). Reads them from the device.
   */
  public double[] toDoubles() {
    return Host.read(this);
  }

  // ---------------------------------------------------------------- gradients

  /** Whether a backward pass computes a gradient for this tensor. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /**
   * Whether this tensor is a leaf: it was not created by a recorded operation. Parameters are
   * leaves.
   */
  public boolean isLeaf() {
    return origin == null;
  }

  /**
   * Sets whether this tensor, which must be a leaf, requires a gradient.
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

  /**
   * How often the values have been changed in place so far: PyTorch's {@code _version}. An array
   * that was handed out ({@link #array}) is compared with what it was, on the CPU.
   */
  public int version() {
    return storage.version();
  }

  /**
   * The gradient accumulated so far, or null if there has been none since it was cleared. Changing
   * the returned tensor changes this tensor's gradient. Later backward passes and {@link #zeroGrad}
   * do not change the returned tensor: the next gradient gets new memory. (In PyTorch, a gradient
   * that you hold changes when more is accumulated.)
   */
  public @Nullable Tensor grad() {
    gradientIsHeld = hasGradient;
    return lendGrad();
  }

  /**
   * Like {@link #grad}, but for immediate use, because the memory is reused. When more is
   * accumulated, the returned tensor changes too. After {@link #zeroGrad} and the next backward
   * pass, using it is an error. Meant for optimizers, which read the gradient in each step and do
   * not keep it.
   */
  public @Nullable Tensor lendGrad() {
    return hasGradient ? gradient : null;
  }

  /**
   * Clears the gradient. The next gradient reuses its memory, unless {@link #grad} has returned it.
   */
  public void zeroGrad() {
    hasGradient = false;
    if (gradientIsHeld) {
      gradient = null;
      gradientIsHeld = false;
    }
  }

  /** See {@link ReceivedGradient}. */
  void setGrad(float[] row, int from) {
    zeroGrad();
    Kernels.current().write(row, from, newGradient());
    hasGradient = true;
  }

  /** The memory of a gradient that begins now. */
  private INDArray newGradient() {
    Tensor last = gradient;
    INDArray memory =
        last == null ? MemoryScope.outside(() -> Layout.emptyLike(array)) : last.array;
    if (last != null) {
      last.storage.reuse();
    }
    gradient = new Tensor(memory, null, new Storage(memory, null));
    return memory;
  }

  /**
   * Computes the gradients of this tensor, which must have one element, adds them to all leaves
   * that require a gradient, and frees the graph.
   */
  public void backward() {
    checkArgument(
        length() == 1,
        "backward() starts from one number, such as a loss; this tensor has shape %s: reduce it"
            + " with mean() or sum() first",
        Shapes.text(shape()));
    backward(made(Layout.full(dataType(), 1, shape())));
  }

  /**
   * Like {@link #backward()}, but starts from {@code seed}, the gradient with respect to this
   * tensor. It must have the same shape and is converted to the type of this tensor.
   */
  public void backward(Tensor seed) {
    checkState(
        requiresGrad,
        "nothing to differentiate: no tensor that led here requires a gradient (was it computed"
            + " inside noGrad, or are all parameters frozen?)");
    checkArgument(
        Arrays.equals(seed.shape(), shape()),
        "the gradient has shape %s, but the tensor has shape %s",
        Shapes.text(seed.shape()),
        Shapes.text(shape()));
    live();
    INDArray start = seed.live().castTo(dataType()); // no copy if the type is the same
    Autograd.noGrad(() -> new BackwardPass().run(this, start));
  }

  /**
   * A copy of the values that requires no gradient and stays valid after the memory scope closes.
   * (PyTorch's {@code detach} shares memory; this one copies.)
   */
  public Tensor detach() {
    return Trace.step(
        "Detach",
        Map.of(),
        () -> {
          INDArray values = live();
          return MemoryScope.outside(() -> made(Layout.copy(values)));
        },
        this);
  }

  /** Transfers the values to the device in advance, before they are needed. */
  public void toDevice() {
    Nd4j.getAffinityManager().ensureLocation(live(), AffinityManager.Location.DEVICE);
  }

  @Nullable Operation origin() {
    return origin;
  }

  void accumulate(INDArray part) {
    Tensor sum = gradient;
    if (sum == null) {
      Kernels.current().copy(part, newGradient());
    } else if (part.isEmpty()) {
      hasGradient = true;
      return;
    } else if (gradientIsHeld) {
      gradient = MemoryScope.outside(() -> made(Layout.copy(sum.array)));
      gradient.update(own -> Updates.add(own, part));
    } else if (hasGradient) {
      sum.update(own -> Updates.add(own, part));
    } else {
      Kernels.current().copy(part, newGradient());
    }
    hasGradient = true;
    gradientIsHeld = false;
  }

  /** See {@link Operation#givePart}. False if there is no gradient yet that may be changed. */
  boolean accumulatePart(INDArray partGradient, UnaryOperator<INDArray> part) {
    Tensor sum = gradient;
    if (sum == null || !hasGradient || gradientIsHeld) {
      return false;
    }
    sum.update(own -> Updates.add(part.apply(own), partGradient));
    return true;
  }

  @Override
  public String toString() {
    String head =
        "Tensor"
            + Shapes.text(shape())
            + " "
            + dataType()
            + (origin != null ? " by " + origin.name() : requiresGrad ? " requires grad" : "");
    return !storage.isLive()
        ? head + " (its memory scope has ended)"
        : length() > 100 ? head : head + "\n" + array;
  }
}
