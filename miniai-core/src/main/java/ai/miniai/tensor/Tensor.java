package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.device.NativeSettings;
import ai.miniai.kernels.Kernels;
import ai.miniai.random.Seed;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * <p>New tensors are float32, unless {@code Nd4j.setDefaultDataTypes} has chosen another floating
 * type or the method says otherwise. A mismatch of shapes or types is an {@link
 * IllegalArgumentException} that says what was given and what was expected.
 *
 * <p>Number types follow PyTorch's promotion. Where unequal types meet in {@link #plus(Tensor)},
 * {@link #minus(Tensor)}, {@link #times(Tensor)} or {@link #concat}, floating point wins over whole
 * numbers and these over truth values, and within one of these the wider type wins; a tensor
 * without dimensions, or a Java number, does not widen a tensor with some. Whole numbers wrap
 * around. What is not whole by nature is float32 of whole numbers: quotients, {@link #exp}, {@link
 * #sqrt} and the like, and sums with a {@code double}. A Java {@code int} or {@code long} keeps
 * them whole. Their {@link #sum} is int64; {@link #mean}, {@link #softmax} and all else that is
 * made for floating point refuses them. float16 and bfloat16 are computed in float32 and rounded.
 * Gradients, which floating point tensors alone can have, are of the type of their tensor.
 *
 * <p>A tensor may be empty: a size of 0. Sums over nothing are 0, means NaN, largest values an
 * error.
 */
public final class Tensor
    implements ElementFunctions,
        ReductionFunctions,
        ShapeFunctions,
        ModelFunctions,
        NormFunctions,
        ImageFunctions {
  /**
   * What {@link Tensor#batchNorm(Tensor, Tensor, double)} computes: the result, and the moments of
   * each channel over the batch, [channels]. They have no gradient of their own; that of the result
   * goes through them.
   *
   * @param variance the population variance, which is divided by n
   */
  public record BatchNormalized(Tensor output, Tensor mean, Tensor variance) {}

  static {
    NativeSettings.apply();
  }

  private final INDArray array;
  private final @Nullable Operation origin;
  private final Storage storage;
  private boolean requiresGrad;

  /** Stays after {@link #zeroGrad}, so that the next gradient has memory. */
  private @Nullable Tensor gradient;

  private boolean hasGradient;
  private boolean gradientIsHeld;

  Tensor(INDArray array, @Nullable Operation origin, Storage storage) {
    this.array = array;
    this.origin = origin;
    this.storage = storage;
    this.requiresGrad = origin != null;
  }

  /** A tensor over an array that nobody else has. */
  static Tensor made(INDArray array) {
    return new Tensor(array, null, new Storage(array, MemoryScope.current()));
  }

  // ---------------------------------------------------------------- making

  /** A tensor over {@code array}, which is not copied: both see what either changes. */
  public static Tensor wrap(INDArray array) {
    Promotion.checkKnown(array.dataType());
    return new Tensor(array, null, Storage.ofForeign(array));
  }

  /** A tensor of {@code shape} with these values, the last dimension varying fastest. */
  public static Tensor of(float[] values, long... shape) {
    return of(new HostArray.Floats(values, shape));
  }

  /** A float64 tensor of {@code shape} with these values, the last dimension varying fastest. */
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

  /** A tensor with the values of {@code host}, as {@link #of(float[], long...)}, or int64. */
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

  /** A tensor of no dimensions. */
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

  /** A tensor whose elements all have this value. */
  public static Tensor full(double value, long... shape) {
    return made(Layout.full(Nd4j.defaultFloatingPointType(), value, shape));
  }

  /** A tensor of numbers uniform in [0, 1), drawn from {@link Seed#generator}. */
  public static Tensor rand(long... shape) {
    return of(Seed.generator().uniform(count(shape), 0, 1), shape);
  }

  /** A tensor of standard normal numbers, drawn from {@link Seed#generator}. */
  public static Tensor randn(long... shape) {
    return of(Seed.generator().normal(count(shape), 0, 1), shape);
  }

  /**
   * These tensors one after the other along {@code dim}; the other sizes must agree. Unequal types
   * meet as in {@link #plus(Tensor)}.
   */
  public static Tensor concat(int dim, Tensor... parts) {
    DataType kind = parts.length == 0 ? DataType.FLOAT : Promotion.of(parts);
    Tensor[] alike = Arrays.stream(parts).map(part -> part.to(kind)).toArray(Tensor[]::new);
    return new ConcatOp(dim).apply(alike);
  }

  private static int count(long... shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  // ---------------------------------------------------------------- asking

  /**
   * The array itself, not a copy. To write to it between a forward pass that needs its values and
   * the backward pass makes the latter fail; from now on both passes look at the values for that
   * (not on a card, nor beyond 2³¹ − 1 elements). {@link #read} and {@link #update} are cheaper.
   *
   * @throws IllegalStateException if the memory scope in which the tensor was made has ended
   */
  public INDArray array() {
    INDArray handed = live();
    storage.handOut();
    return handed;
  }

  /** What {@code reader} makes of the array, which it must neither change nor keep. */
  public <T> T read(Function<? super INDArray, T> reader) {
    return reader.apply(live());
  }

  /**
   * Has {@code change} change the array in place, and counts that, so that a backward pass that
   * needs the values before fails; {@code change} must not keep the array. Nothing is recorded.
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
        Arrays.toString(array.shape()),
        storage.end());
    return array;
  }

  /** This, or the same values in a type that kernels read, exactly: float32, float64 or int64. */
  Tensor readable() {
    DataType kind = dataType();
    if (Promotion.isPlain(kind) || kind == DataType.INT64) {
      return this;
    }
    INDArray values = Layout.contiguous(live());
    return Tensor.made(values.castTo(kind.isFPType() ? DataType.FLOAT : DataType.INT64));
  }

  /** Fails if there can be no distribution. */
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

  /** The sizes of the dimensions; a copy. */
  @Override
  public long[] shape() {
    return array.shape().clone();
  }

  /** The number of dimensions. */
  @Override
  public int rank() {
    return array.rank();
  }

  /** The size of dimension {@code dim}; negative ones count from the end. */
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

  /** All values, the last dimension varying fastest. Reads them from the device. */
  public double[] toDoubles() {
    return Host.read(this);
  }

  // ---------------------------------------------------------------- gradients

  /** Whether gradients reach this tensor in a backward pass. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /** Whether no recorded operation made this tensor: parameters are leaves. */
  public boolean isLeaf() {
    return origin == null;
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

  /**
   * The gradient accumulated so far, or null if none has arrived since it was cleared. To change it
   * changes this tensor's gradient. It keeps its values when more is added or {@link #zeroGrad} is
   * called; the next gradient has memory of its own then. (In PyTorch a gradient that is held
   * changes when more is added.)
   */
  public @Nullable Tensor grad() {
    gradientIsHeld = hasGradient;
    return lendGrad();
  }

  /**
   * As {@link #grad}, for use at once: the memory is used again. When more is added to the
   * gradient, this changes too; from the next backward pass after {@link #zeroGrad} on, to touch it
   * is an error. For optimizers, which want the gradient in each step and keep none.
   */
  public @Nullable Tensor lendGrad() {
    return hasGradient ? gradient : null;
  }

  /** Forgets the gradient. Its memory stays, for the next one, unless {@link #grad} gave it out. */
  public void zeroGrad() {
    hasGradient = false;
    if (gradientIsHeld) {
      gradient = null;
      gradientIsHeld = false;
    }
  }

  /** Adds the gradients of this number to all leaves that require one, and frees the graph. */
  public void backward() {
    checkArgument(
        length() == 1,
        "backward() starts from one number, such as a loss; this tensor has shape %s: reduce it"
            + " with mean() or sum() first",
        Shapes.text(shape()));
    backward(made(Nd4j.onesLike(live())));
  }

  /**
   * As {@link #backward()}, from {@code seed}, the gradient of something with respect to this; it
   * is converted to the type of this.
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
    INDArray start = seed.live().castTo(dataType()); // itself if the type is the same
    Autograd.noGrad(() -> new BackwardPass().run(this, start));
  }

  /** A copy of the values that requires no gradient and outlives the memory scope. */
  public Tensor detach() {
    INDArray values = live();
    return MemoryScope.outside(() -> made(values.dup('c')));
  }

  /** Sees to it that the values are where the backend computes, before they are needed. */
  public void toDevice() {
    Nd4j.getAffinityManager().ensureLocation(live(), AffinityManager.Location.DEVICE);
  }

  @Nullable Operation origin() {
    return origin;
  }

  void accumulate(INDArray part) {
    Tensor sum = gradient;
    if (sum == null) {
      gradient = MemoryScope.outside(() -> made(part.dup('c')));
    } else if (part.isEmpty()) {
      hasGradient = true;
      return;
    } else if (gradientIsHeld) {
      gradient = MemoryScope.outside(() -> made(sum.array.dup('c').addi(part)));
    } else if (hasGradient) {
      sum.update(own -> own.addi(part));
    } else {
      sum.storage.reuse();
      Kernels.current().copy(part, sum.array);
      gradient = new Tensor(sum.array, null, new Storage(sum.array, null));
    }
    hasGradient = true;
    gradientIsHeld = false;
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
