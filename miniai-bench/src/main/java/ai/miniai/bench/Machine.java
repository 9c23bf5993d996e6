package ai.miniai.bench;

import ai.miniai.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes the machine on which something was measured, in one line. */
final class Machine {
  private Machine() {}

  /** Text such as "Xeon, 2 cores, Linux amd64, Java 17.0.15; CPU (OpenBLAS, 2 threads)". */
  static String describe() {
    return "%s, %s cores, %s %s, Java %s; %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            Device.current());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
