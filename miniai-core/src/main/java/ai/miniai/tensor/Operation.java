package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A differentiable operation: {@link #forward} computes the result, and {@link #backward} computes
 * the gradients of the inputs from the gradient of the result. An instance can be applied once. If
 * a gradient is required, the instance becomes the node of the graph that created the result. To
 * define your own operation, write a subclass (like PyTorch's {@code torch.autograd.Function}):
 *
 * <pre>{@code
 * final class Square extends Operation {
 *   protected INDArray forward(INDArray... in) { save(in[0]); return in[0].mul(in[0]); }
 *   protected void backward(INDArray gradient) { give(0, gradient.mul(saved(0)).muli(2)); }
 * }
 * Tensor y = new Square().apply(x);
 * }</pre>
 */
public abstract class Operation {
  private static final AtomicLong COUNT = new AtomicLong();

  private long sequence;
  private @Nullable List<Tensor> inputs;
  private boolean[] needed = {};
  private INDArray[] kept = {};
  private Tensor[] alsoRead = {};
  private SavedArray[] saved = {};
  private @Nullable MemoryScope scope;
  private @Nullable INDArray givenAway;
  private @Nullable INDArray borrowed;
  private @Nullable INDArray gradient;
  private boolean gradientIsFree;
  private @Nullable BackwardPass pass;

  /** Computes the result. The inputs must not be changed. */
  protected abstract INDArray forward(INDArray... inputs);

  /**
   * Computes the gradient of each input that {@link #needs} one, and passes it to {@link #give}.
   * {@code gradient} is the gradient of the result and has its shape. It must not be changed.
   */
  protected abstract void backward(INDArray gradient);

  /** Applies this operation. Allowed only once per instance. */
  public final Tensor apply(Tensor... operands) {
    Trace trace = Trace.current();
    if (trace == null) {
      return applied(operands);
    }
    Tensor result = trace.unseen(() -> applied(operands));
    List<Tensor> read = new ArrayList<>(List.of(operands));
    read.addAll(List.of(alsoRead));
    boolean own = isOwn();
    trace.record(
        own ? name() : getClass().getName(), own ? settings() : Map.of(), read, List.of(result));
    return result;
  }

  /** The numbers that say what this operation computes, by name, for a {@link Trace}. */
  Map<String, Object> settings() {
    return Map.of();
  }

  /** Whether this is an operation of this library, not of a user's. */
  private boolean isOwn() {
    return getClass().getPackageName().equals(Operation.class.getPackageName());
  }

  private Tensor applied(Tensor... operands) {
    checkState(inputs == null && needed.length == 0, "%s was applied already", name());
    needed = new boolean[operands.length];
    INDArray[] arrays = new INDArray[operands.length];
    boolean any = false;
    for (int i = 0; i < operands.length; i++) {
      arrays[i] = operands[i].live();
      needed[i] = Autograd.isRecording() && operands[i].requiresGrad();
      any |= needed[i];
    }
    INDArray result = compute(arrays);
    Storage viewed = find(result, operands);
    Storage storage = viewed == null ? new Storage(result, MemoryScope.current()) : viewed;
    if (!any) {
      kept = new INDArray[0];
      return new Tensor(result, null, storage);
    }
    scope = viewed == null ? MemoryScope.current() : null; // a view allocates no memory of its own
    saved = new SavedArray[kept.length];
    for (int i = 0; i < kept.length; i++) {
      saved[i] = remembered(kept[i], storage, operands);
    }
    kept = new INDArray[0];
    alsoRead = new Tensor[0];
    inputs = List.of(operands);
    sequence = COUNT.getAndIncrement();
    return new Tensor(result, this, storage);
  }

  private SavedArray remembered(INDArray array, Storage ofResult, Tensor... operands) {
    Storage storage = find(array, operands);
    if (storage == null) {
      storage = find(array, alsoRead);
    }
    return new SavedArray(array, storage == null && ofResult.holds(array) ? ofResult : storage);
  }

  /**
   * The storage of the tensor among {@code tensors} whose memory contains {@code array}, or null.
   */
  private static @Nullable Storage find(INDArray array, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (tensor.storage().holds(array)) {
        return tensor.storage();
      }
    }
    return null;
  }

  private INDArray compute(INDArray... arrays) {
    try {
      return forward(arrays);
    } catch (RuntimeException e) {
      StackTraceElement[] thrownAt = e.getStackTrace();
      if (thrownAt.length > 0 && thrownAt[0].getClassName().startsWith("org.nd4j.")) {
        throw new IllegalStateException(
            name() + " failed on " + Shapes.text(arrays) + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Whether input {@code i} needs a gradient. Known once {@link #forward} is called. */
  protected final boolean needs(int i) {
    return needed[i];
  }

  /**
   * Which of the inputs need a gradient, for operations whose inputs are input, weight and
   * optionally bias, in this order.
   */
  final Kernels.Wanted wanted() {
    return new Kernels.Wanted(needed[0], needed[1], needed.length > 2 && needed[2]);
  }

  /**
   * Like {@link #giveAway}, but does nothing if {@code part} is null, which means that the gradient
   * was not needed.
   */
  final void giveAwayIfWanted(int i, @Nullable INDArray part) {
    if (part != null) {
      giveAway(i, part);
    }
  }

  /** The number of inputs. */
  protected final int inputCount() {
    return needed.length;
  }

  /**
   * Saves arrays for {@link #backward}, which gets them with {@link #saved}. They are released
   * after that.
   */
  protected final void save(INDArray... arrays) {
    kept = arrays;
  }

  /** Declares that saved arrays may share memory with these tensors, which are not inputs. */
  final void alsoReads(Tensor... tensors) {
    alsoRead = tensors;
  }

  /**
   * The array that {@link #forward} saved at index {@code i}.
   *
   * @throws IllegalStateException if the array shares memory with an input or with the result, and
   *     has been changed in place since
   */
  protected final INDArray saved(int i) {
    return saved.length == 0 ? kept[i] : saved[i].read(name());
  }

  /**
   * Like {@link #saved}. If {@code read} is false, only the shape and the layout may be used, and
   * changes in place are allowed.
   */
  final INDArray saved(int i, boolean read) {
    return read ? saved(i) : saved[i].unread();
  }

  /** The shape of input {@code i}, for use in {@link #backward}. It does not have to be saved. */
  protected final long[] inputShape(int i) {
    return inputs().get(i).shape();
  }

  /**
   * Passes on {@code part}, the gradient of input {@code i}. Call this only from {@link #backward}.
   */
  protected final void give(int i, INDArray part) {
    give(i, part, false);
  }

  /**
   * Like {@link #give}, for an array that is not used anywhere else: the receiver may overwrite it.
   */
  protected final void giveAway(int i, INDArray part) {
    give(i, part, true);
  }

  /**
   * Passes on the gradient of a part of input {@code i}, whose other elements have none. {@code
   * part} looks at the part of an array of the shape of the input. If a gradient of the input has
   * been received before, only that part of it is touched.
   */
  final void givePart(int i, INDArray partGradient, UnaryOperator<INDArray> part) {
    Tensor input = inputs().get(i);
    Operation origin = input.origin();
    boolean added =
        origin == null
            ? input.accumulatePart(partGradient, part)
            : origin.receivePart(partGradient, part);
    if (!added) {
      INDArray whole = Layout.fullLike(partGradient, 0, input.shape());
      Kernels.current().copy(partGradient, part.apply(whole));
      giveAway(i, whole);
    }
  }

  /** False if there is no gradient yet that may be changed. */
  private boolean receivePart(INDArray partGradient, UnaryOperator<INDArray> part) {
    INDArray whole = gradient;
    if (whole == null || !gradientIsFree) {
      return false;
    }
    Updates.add(part.apply(whole), partGradient);
    return true;
  }

  private void give(int i, INDArray part, boolean free) {
    Tensor input = inputs().get(i);
    checkArgument(
        Arrays.equals(part.shape(), input.shape()) && part.dataType() == input.dataType(),
        "%s: the gradient of input %s is %s, but the input is %s",
        Shapes.lazily(this::name),
        i,
        Shapes.lazily(() -> Shapes.text(part)),
        Shapes.lazily(() -> Shapes.text(input.dataType(), input.shape())));
    checkState(pass != null, "give() is for backward() only");
    if (needed[i]) {
      if (mayKeep(part)) {
        pass.pin(part);
      }
      pass.arrive(input, part, free && isFree(part));
    }
  }

  /**
   * Whether the receiver may overwrite {@code part}: not if it shares memory with a gradient that
   * this operation itself must not overwrite. Fails if the same memory was given away before.
   */
  private boolean isFree(INDArray part) {
    INDArray before = givenAway;
    checkArgument(
        before == null || !Storage.isShared(before, part),
        "%s: giveAway() gives one array to two inputs, and each may write over it: use give()",
        name());
    givenAway = part;
    INDArray lent = borrowed;
    return lent == null || !Storage.isShared(lent, part);
  }

  /** Whether {@link #backward} may overwrite the gradient, because nothing else uses it. */
  protected final boolean mayOverwriteGradient() {
    return gradientIsFree;
  }

  /** The name used in messages: the name of the class, without "Op" at its end. */
  protected String name() {
    String simple = getClass().getSimpleName();
    return simple.endsWith("Op") ? simple.substring(0, simple.length() - 2) : simple;
  }

  final long sequence() {
    return sequence;
  }

  /** Adds {@code part} to the gradient of the result. Returns true if it is the first part. */
  final boolean receive(INDArray part, boolean free, BackwardPass running) {
    INDArray sum = gradient;
    if (sum == null) {
      gradient = part;
      gradientIsFree = free;
      return true;
    }
    // Other nodes may share the parts, so the sum gets new memory.
    gradient = Kernels.current().arithmetic(Arithmetic.ADD, sum, part);
    running.hold(gradient);
    running.release(sum);
    running.release(part);
    gradientIsFree = true;
    return false;
  }

  /** Runs {@link #backward} with the gradient received, then releases everything saved for it. */
  final void run(BackwardPass running) {
    INDArray whole = gradient;
    checkState(whole != null, "no gradient arrived at %s", name());
    forgetGradient();
    inputs();
    checkState(
        scope == null || scope.isOpen(),
        "%s was computed inside a memory scope (a training step) that has ended, and what it kept"
            + " for its backward pass is gone: call backward() before the step ends",
        name());
    borrowed = gradientIsFree ? null : whole;
    pass = running;
    if (mayKeep(whole)) {
      running.pin(whole);
    }
    try {
      if (whole.isEmpty()) {
        giveZeros();
      } else {
        backward(whole);
      }
    } finally {
      pass = null;
      inputs = null;
      saved = new SavedArray[0];
      givenAway = null;
      borrowed = null;
      running.release(whole);
    }
  }

  /**
   * Whether {@code array} may be read when this operation has run: if it was saved, or if this is
   * an operation of a user's, which may have kept it.
   */
  private boolean mayKeep(INDArray array) {
    return !isOwn()
        || Arrays.stream(saved).anyMatch(kept -> Storage.isShared(kept.unread(), array));
  }

  /**
   * Gives zero gradients if the result is empty, so that {@link #backward} and ND4J need not handle
   * empty gradients.
   */
  final void giveZeros() {
    List<Tensor> operands = inputs();
    for (int i = 0; i < operands.size(); i++) {
      if (needed[i]) {
        Tensor input = operands.get(i);
        giveAway(i, Layout.full(input.dataType(), 0, input.shape()));
      }
    }
  }

  /** Drops the gradient received so far. */
  final void forgetGradient() {
    gradient = null;
  }

  /** The inputs that get a gradient, one that was given twice twice; none after the pass. */
  final List<Tensor> neededInputs() {
    List<Tensor> list = inputs;
    return list == null
        ? List.of()
        : IntStream.range(0, list.size()).filter(this::needs).mapToObj(list::get).toList();
  }

  private List<Tensor> inputs() {
    List<Tensor> list = inputs;
    checkState(
        list != null,
        "%s: backward() went through this graph already and freed it; run the forward pass again",
        name());
    return list;
  }
}
