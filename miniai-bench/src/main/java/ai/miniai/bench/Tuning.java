package ai.miniai.bench;

/** The environment variables with which {@code ./miniai} tunes the process that it starts. */
final class Tuning {
  private Tuning() {}

  /** Removes these variables from the environment of a child process. */
  static void removeFrom(ProcessBuilder child) {
    child.environment().keySet().removeIf(Tuning::isTuning);
  }

  private static boolean isTuning(String variable) {
    return variable.startsWith("OMP_")
        || variable.startsWith("GOMP_")
        || variable.startsWith("MALLOC_")
        || variable.equals("GLIBC_TUNABLES");
  }
}
