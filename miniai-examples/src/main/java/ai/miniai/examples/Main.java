package ai.miniai.examples;

import ai.miniai.callback.CallbackException;
import ai.miniai.examples.battery.BatteryCommand;
import ai.miniai.nn.ModuleException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      DiagnoseCommand.class,
      BenchElsewhere.class
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

  /** The parser, which turns the failures that users can mend into one line. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::report);
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof CallbackException
        || failure instanceof ModuleException) {
      command.getErr().println("miniai: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
