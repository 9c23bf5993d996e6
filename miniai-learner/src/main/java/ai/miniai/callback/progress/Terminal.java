package ai.miniai.callback.progress;

import java.io.Console;

/** Whether the program runs on an interactive terminal. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether standard input and output are a terminal. From JDK 22 on there is always a console,
   * which has {@code isTerminal}.
   */
  @SuppressWarnings("SystemConsoleNull") // isTerminal covers newer JDKs
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
