package ai.miniai.tensor;

import java.util.function.Supplier;

/**
 * Controls whether operations on this thread are recorded for a backward pass. By default they are.
 */
public final class Autograd {
  private static final ThreadLocal<Boolean> RECORDING = ThreadLocal.withInitial(() -> true);

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
}
