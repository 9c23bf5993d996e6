package ai.miniai.tensor;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Controls whether operations on this thread are recorded for a backward pass. By default they are.
 */
public final class Autograd {
  private static final ThreadLocal<Boolean> RECORDING = ThreadLocal.withInitial(() -> true);

  private static final ThreadLocal<Boolean> AGAIN = ThreadLocal.withInitial(() -> false);

  private Autograd() {}

  /** Whether operations on this thread are currently recorded. */
  public static boolean isRecording() {
    return RECORDING.get();
  }

  /** Runs {@code body} without recording: this is faster, and the results require no gradient. */
  public static void noGrad(Runnable body) {
    noGrad(
        () -> {
          body.run();
          return true;
        });
  }

  /** Runs {@code body} without recording, and returns its result. */
  public static <T> T noGrad(Supplier<T> body) {
    boolean before = RECORDING.get();
    RECORDING.set(false);
    try {
      return body.get();
    } finally {
      RECORDING.set(before);
    }
  }

  /**
   * Applies {@code function} to {@code inputs} without keeping its intermediate results, and
   * computes them again in the backward pass: less memory for more time. Source: Chen et al.,
   * Training Deep Nets with Sublinear Memory Cost, 2016; PyTorch's {@code
   * torch.utils.checkpoint.checkpoint}.
   *
   * <p>Random numbers are drawn again as they were, so dropout has the same masks. Hooks on modules
   * see the forward pass once.
   *
   * @param function must return the same for the same inputs, and use no other tensors that require
   *     a gradient than its inputs and {@code parameters}
   */
  public static Tensor checkpoint(
      Function<List<Tensor>, Tensor> function, Collection<Tensor> parameters, Tensor... inputs) {
    if (!isRecording()) {
      return function.apply(List.of(inputs));
    }
    Tensor[] operands =
        Stream.concat(Arrays.stream(inputs), parameters.stream()).toArray(Tensor[]::new);
    return new CheckpointOp(function, inputs.length).apply(operands);
  }

  /** Whether a backward pass is computing a forward pass again: see {@link #checkpoint}. */
  public static boolean isAgain() {
    return AGAIN.get();
  }

  /** Runs {@code body} with recording, as a repetition. */
  static <T> T again(Supplier<T> body) {
    boolean before = RECORDING.get();
    boolean wasAgain = AGAIN.get();
    RECORDING.set(true);
    AGAIN.set(true);
    try {
      return body.get();
    } finally {
      RECORDING.set(before);
      AGAIN.set(wasAgain);
    }
  }
}
