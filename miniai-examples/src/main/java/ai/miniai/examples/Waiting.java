package ai.miniai.examples;

import java.io.PrintStream;

/** Waits for the end of the program. */
final class Waiting {
  private Waiting() {}

  /** Returns only if the thread is interrupted; Ctrl-C ends the program. */
  static void untilStopped(PrintStream out) {
    out.println("The page stays until Ctrl-C.");
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
