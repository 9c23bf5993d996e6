package ai.miniai.libtorch;

/** What the program repeats when it is told to. */
@FunctionalInterface
interface Task {
  /**
   * Works for this many steps, and returns the items per second.
   *
   * @param what which part of it, if it has several; otherwise empty
   */
  double itemsPerSecond(int steps, String what);
}
