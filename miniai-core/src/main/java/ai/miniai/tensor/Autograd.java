package ai.miniai.tensor;

import java.util.function.Supplier;

/** Whether operations on this thread are recorded for a backward pass. They are, by default. */
public final class Autograd {
  private static final ThreadLocal<Boolean> RECORDING = ThreadLocal.withInitial(() -> true);

  private Autograd() {}

  /** Whether operations are recorded now, on this thread. */
  public static boolean isRecording() {
    return RECORDING.get();
  }

  /** Runs {@code body} with nothing recorded: faster, and results want no gradient. */
  public static void noGrad(Runnable body) {
    noGrad(
        () -> {
          body.run();
          return true;
        });
  }

  /** Runs {@code body} with nothing recorded, and returns what it returns. */
  public static <T> T noGrad(Supplier<T> body) {
    boolean before = RECORDING.get();
    RECORDING.set(false);
    try {
      return body.get();
    } finally {
      RECORDING.set(before);
    }
  }
}
