package ai.miniai.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates JVMs that run another main class of ours with the same class path. */
final class ChildJvm {
  private ChildJvm() {}

  /** A JVM with the options and the environment of this one. */
  static ProcessBuilder asThisOne(Class<?> main, String... arguments) {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(ChildJvm::isForAnyProgram)
            .toList();
    return new ProcessBuilder(command(options, main, arguments));
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Whether it is an ordinary option, not one added by a debugger or a coverage tool. */
  private static boolean isForAnyProgram(String option) {
    return option.startsWith("-Xm") || option.startsWith("--");
  }
}
