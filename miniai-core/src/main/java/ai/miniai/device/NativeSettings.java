package ai.miniai.device;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Sets an environment variable that ND4J's native libraries read when they are loaded: how many
 * times OpenMP's threads spin while they wait. With the default of 300,000 spins, operations are
 * several times slower if other programs need the CPUs too. Without spinning, each operation waits
 * until all threads have woken up. Spinning for a tenth of a millisecond bridges the gap between
 * two operations.
 *
 * <p>Linux only. Variables that are already set are not changed. Java programs started by this one
 * do not inherit the change, because {@link System#getenv()} is a copy that was made before.
 */
@API(status = API.Status.INTERNAL)
public final class NativeSettings {
  static final String SPIN_COUNT = "GOMP_SPINCOUNT";
  static final String SPIN_TURNS = "2000";

  /** If this variable is set, the user has already chosen how threads wait. */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  private static final Path MAPS = Path.of("/proc/self/maps");

  static {
    CachedShapes.install();
    if (System.getProperty("os.name", "").equals("Linux")) {
      settle(System.getenv(), NativeSettings::isOpenMpLoaded, NativeEnvironment::put, System.err);
    }
  }

  private NativeSettings() {}

  /**
   * Applies the settings, once. Every class that may be the first to load ND4J calls this before it
   * does.
   */
  public static void apply() {
    // the work is done when the class is initialized
  }

  /** Sets an environment variable of this process. */
  @FunctionalInterface
  interface Setter {
    void put(String name, String value);
  }

  /** Whether a library is loaded in this process. */
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
