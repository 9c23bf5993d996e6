package ai.miniai.callback.progress;

import java.io.Console;

/** Whether a person watches the output as it appears. */
final class Terminal {
  private Terminal() {}

  /**
   * True if standard input and output are a terminal. Newer JDKs give a console in any case, and
   * say with {@code isTerminal} whether it is one.
   */
  @SuppressWarnings("SystemConsoleNull") // that is what isTerminal is asked for
  static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderThanJdk22) {
      return true;
    }
  }
}
