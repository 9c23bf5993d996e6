package ai.miniai.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates JVMs, usually with another main class of ours and the same class path. */
final class ChildJvm {
  private ChildJvm() {}

  /** A JVM with the options and the environment of this one. */
  static ProcessBuilder asThisOne(Class<?> main, String... arguments) {
    return new ProcessBuilder(command(options(), main, arguments));
  }

  /** A JVM for another program, with the options of this one and {@code more}. */
  static ProcessBuilder other(
      String classPath, List<String> more, String main, List<String> arguments) {
    List<String> options = new ArrayList<>(options());
    options.addAll(more);
    return new ProcessBuilder(command(options, classPath, main, arguments));
  }

  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(ChildJvm::isForAnyProgram)
        .toList();
  }

  /**
   * A JVM as started by plain {@code java -cp}: no options, and no tuning variables in the
   * environment.
   */
  static ProcessBuilder plain(Class<?> main, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(List.of(), main, arguments));
    Tuning.removeFrom(builder);
    return builder;
  }

  private static List<String> command(List<String> options, Class<?> main, String... arguments) {
    return command(
        options, System.getProperty("java.class.path"), main.getName(), List.of(arguments));
  }

  private static List<String> command(
      List<String> options, String classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** Whether it is an ordinary option, not one added by a debugger or a coverage tool. */
  private static boolean isForAnyProgram(String option) {
    return option.startsWith("-Xm") || option.startsWith("--");
  }
}
