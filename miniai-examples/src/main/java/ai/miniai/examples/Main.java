package ai.miniai.examples;

import ai.miniai.callback.CallbackException;
import ai.miniai.examples.battery.BatteryCommand;
import ai.miniai.examples.faults.FaultsCommand;
import ai.miniai.io.FileErrors;
import ai.miniai.nn.ModuleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code miniai} command line. */
@Command(
    name = "miniai",
    description = "Train small networks, and look inside while they train.",
    mixinStandardHelpOptions = true,
    version = "miniai 0.1.0",
    subcommands = {
      LessonCommand.class,
      TrainCommand.class,
      ParityCommand.class,
      ReplayCommand.class,
      BatteryCommand.class,
      FaultsCommand.class,
      DiagnoseCommand.class,
      ViewCommand.class,
      ReportCommand.class,
      WatchCommand.class,
      MlflowResendCommand.class,
      BenchElsewhere.class,
      StartedByScript.NotebookCommand.class,
      StartedByScript.ShellCommand.class,
      RehearseCommand.class
    },
    footer = {
      "",
      "--device auto|cpu|cuda, before or after the command, chooses where to compute (default"
          + " auto).",
      "miniai COMMAND --help describes a command."
    })
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The parser, which turns errors that users can fix into one line. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::report)
        .setExecutionStrategy(Main::run);
  }

  /**
   * Checks for output errors, which Java does not report: otherwise a full disk would look like
   * success.
   */
  private static int run(CommandLine.ParseResult parsed) {
    int exit = new CommandLine.RunLast().execute(parsed);
    if (System.out.checkError()) {
      parsed
          .commandSpec()
          .commandLine()
          .getErr()
          .println("miniai: cannot print the output: is the disk full, or has its reader ended?");
      return Math.max(exit, 1);
    }
    return exit;
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof CallbackException
        || failure instanceof ModuleException) {
      command.getErr().println("miniai: " + words(failure));
      return 1;
    }
    throw failure;
  }

  /** The message of a failure; many file exceptions contain only the path. */
  private static @Nullable String words(Exception failure) {
    if (failure instanceof FileSystemException file && file.getFile() != null) {
      return "cannot use " + file.getFile() + ": " + FileErrors.reason(file);
    }
    return failure instanceof IOException io ? FileErrors.reason(io) : failure.getMessage();
  }
}
