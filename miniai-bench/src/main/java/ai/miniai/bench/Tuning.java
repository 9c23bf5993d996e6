package ai.miniai.bench;

/** The variables by which {@code ./miniai} tunes the process that it starts. */
final class Tuning {
  private Tuning() {}

  /** Leaves the child with the environment of a program that nobody has tuned. */
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
