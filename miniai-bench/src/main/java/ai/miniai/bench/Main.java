package ai.miniai.bench;

import picocli.CommandLine;

/** The {@code miniai} command line with the command {@code bench}. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = ai.miniai.examples.Main.commandLine();
    line.getCommandSpec().removeSubcommand("bench");
    return line.addSubcommand(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
