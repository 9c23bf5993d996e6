package ai.miniai.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the commands that the script starts itself, and says so if they are called here. */
final class StartedByScript {
  private StartedByScript() {}

  /** Jupyter. */
  @Command(
      name = "notebook",
      description = "Open the lessons as notebooks in Jupyter, which must be installed.")
  static final class NotebookCommand implements Callable<Integer> {
    @Override
    public Integer call() {
      throw elsewhere("notebook");
    }
  }

  /** JShell. */
  @Command(
      name = "shell",
      description = "Start JShell with this library, its imports and a backend.")
  static final class ShellCommand implements Callable<Integer> {
    @Override
    public Integer call() {
      throw elsewhere("shell");
    }
  }

  private static IllegalStateException elsewhere(String command) {
    return new IllegalStateException(
        command + " is a command of the script and not of this program: run ./miniai " + command);
  }
}
