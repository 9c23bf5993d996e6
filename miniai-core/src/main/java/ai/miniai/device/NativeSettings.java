package ai.miniai.device;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What ND4J's natives read from the environment while they are loaded, and are to find there even
 * where nobody has set it: how long OpenMP's threads spin while they wait. Its default, 300,000
 * turns, makes operations several times slower where other programs want the processors too, and
 * sleeping at once makes the next operation wait until all are awake. A tenth of a millisecond
 * bridges the gap between two operations.
 *
 * <p>Linux only. Variables that are set already stay as they are. Java programs that this one
 * starts see nothing of it: {@link System#getenv()} is a copy, taken before.
 */
public final class NativeSettings {
  static final String SPIN_COUNT = "GOMP_SPINCOUNT";
  static final String SPIN_TURNS = "2000";

  /** Who has set this has decided how threads wait. */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  private static final Path MAPS = Path.of("/proc/self/maps");

  static {
    if (System.getProperty("os.name", "").equals("Linux")) {
      settle(System.getenv(), NativeSettings::isOpenMpLoaded, NativeEnvironment::put, System.err);
    }
  }

  private NativeSettings() {}

  /** Sets what is to be set, once; each class that may load ND4J first calls it before. */
  public static void apply() {
    // the class has been initialized
  }

  /** Writes a variable into the environment of this process. */
  @FunctionalInterface
  interface Setter {
    void put(String name, String value);
  }

  /** Whether a library is in this process. */
  @FunctionalInterface
  interface Loaded {
    boolean get() throws IOException;
  }

  static void settle(
      Map<String, String> environment, Loaded openMp, Setter setter, PrintStream warnings) {
    if (environment.containsKey(SPIN_COUNT) || environment.containsKey(WAIT_POLICY)) {
      return;
    }
    try {
      if (openMp.get()) {
        warn(
            warnings,
            "ND4J was loaded before miniai",
            "Let Device.prepare() be the first line of main, or start");
      } else {
        setter.put(SPIN_COUNT, SPIN_TURNS);
      }
    } catch (IOException | LinkageError | IllegalStateException e) {
      warn(warnings, "the environment cannot be changed from inside (" + e + ")", "Start");
    }
  }

  private static void warn(PrintStream warnings, String why, String remedy) {
    warnings.printf(
        "miniai: %s, so threads spin for long while they wait: on a busy machine small operations"
            + " are several times slower. %s the program with %s=%s in the environment.%n",
        why, remedy, SPIN_COUNT, SPIN_TURNS);
  }

  private static boolean isOpenMpLoaded() throws IOException {
    return Files.readString(MAPS, StandardCharsets.ISO_8859_1).contains("/libgomp");
  }
}
