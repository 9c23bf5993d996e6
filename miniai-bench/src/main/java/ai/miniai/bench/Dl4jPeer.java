package ai.miniai.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** DL4J, in a JVM like ours: the same backend, the same options, the same environment. */
final class Dl4jPeer {
  private Dl4jPeer() {}

  static Contender start(Workload workload, PeerSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(Dl4jPeer::isForAnyProgram)
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Dl4jProgram.class.getName(),
            workload.model().name(),
            Integer.toString(workload.batchSize()),
            Boolean.toString(workload.stats())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(settings.threads()));
    return new ChildContender("dl4j", builder);
  }

  /** Not what a debugger or a tool for coverage has added. */
  private static boolean isForAnyProgram(String option) {
    return option.startsWith("-Xm") || option.startsWith("--");
  }
}
