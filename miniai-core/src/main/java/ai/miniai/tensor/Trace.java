package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a computation does with its inputs: the functions that run on them and on what follows from
 * them, in order. Functions of other tensors, such as parameters, are not recorded: their results
 * are constants.
 *
 * <p>A value that leaves the tensors for Java ({@code item()}, {@code array()}) cannot be followed.
 * Where this happens with a value that follows from the inputs, it is among the {@link #reads}. So
 * a function that is not written as an {@link Operation}, or as a {@link #step} that says what it
 * does, is never taken for a constant.
 */
@API(status = API.Status.INTERNAL)
public final class Trace {
  /**
   * A function that ran.
   *
   * @param function the name of the operation; for one that a user wrote, the full name of its
   *     class
   * @param settings its settings by name: numbers, truth values, lists and maps of them
   * @param where what {@code where} of {@link Trace#of} said then
   */
  public record Step(
      String function,
      Map<String, Object> settings,
      List<Tensor> inputs,
      List<Tensor> outputs,
      String where) {
    public Step {
      settings = Map.copyOf(settings);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** A method that handed out values which follow from the inputs. */
  public record Read(String function, String where) {}

  private static final ThreadLocal<@Nullable Trace> CURRENT = new ThreadLocal<>();

  private final Supplier<String> where;
  private final Set<Tensor> following = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Step> steps = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private List<Tensor> outputs = List.of();

  private Trace(List<Tensor> inputs, Supplier<String> where) {
    following.addAll(inputs);
    this.where = where;
  }

  /**
   * Runs {@code body}, which computes tensors from {@code inputs} on this thread, without recording
   * for gradients.
   *
   * @param where says in which part of a model a function runs, such as the path of a module
   */
  public static Trace of(List<Tensor> inputs, Supplier<String> where, Supplier<List<Tensor>> body) {
    checkState(CURRENT.get() == null, "another trace is being taken on this thread");
    Trace trace = new Trace(inputs, where);
    CURRENT.set(trace);
    try {
      trace.outputs = List.copyOf(Autograd.noGrad(body));
    } finally {
      CURRENT.remove();
    }
    return trace;
  }

  /** The functions, in order. */
  public List<Step> steps() {
    return Collections.unmodifiableList(steps);
  }

  /** Where values that follow from the inputs were handed out. */
  public List<Read> reads() {
    return Collections.unmodifiableList(reads);
  }

  /** What the body returned. */
  public List<Tensor> outputs() {
    return outputs;
  }

  /** Whether {@code x} follows from the inputs, or is one. */
  public boolean follows(Tensor x) {
    return following.contains(x);
  }

  // ---------------------------------------------------------------- recording

  /** The trace that is being taken on this thread, or null; null inside of a step, too. */
  static @Nullable Trace current() {
    return CURRENT.get();
  }

  /** Runs {@code body}, a function of {@code inputs}, as one step. */
  static Tensor step(
      String function, Map<String, Object> settings, Supplier<Tensor> body, Tensor... inputs) {
    return step(function, settings, body, List::of, inputs);
  }

  /** Like the other, for a function with a result that consists of several tensors. */
  static <R> R step(
      String function,
      Map<String, Object> settings,
      Supplier<R> body,
      Function<R, List<Tensor>> outputs,
      Tensor... inputs) {
    Trace trace = CURRENT.get();
    if (trace == null) {
      return body.get();
    }
    R result = trace.unseen(body);
    trace.record(function, settings, List.of(inputs), outputs.apply(result));
    return result;
  }

  /** Runs {@code body} without recording what it consists of. */
  <R> R unseen(Supplier<R> body) {
    CURRENT.remove();
    try {
      return body.get();
    } finally {
      CURRENT.set(this);
    }
  }

  void record(
      String function, Map<String, Object> settings, List<Tensor> inputs, List<Tensor> results) {
    if (inputs.stream().anyMatch(following::contains)) {
      following.addAll(results);
      steps.add(new Step(function, settings, inputs, results, where.get()));
    }
  }

  /** Notes that the values of {@code x} are handed out, if it follows from the inputs. */
  void read(Tensor x) {
    if (following.contains(x)) {
      reads.add(new Read(reader(), where.get()));
    }
  }

  /** The method of this package that was called from outside. */
  private static String reader() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .takeWhile(frame -> isHere(frame.getClassName()))
                    .reduce((inner, outer) -> outer)
                    .map(StackWalker.StackFrame::getMethodName)
                    .orElse(""));
  }

  private static boolean isHere(String className) {
    return className.substring(0, className.lastIndexOf('.')).equals(Trace.class.getPackageName());
  }
}
