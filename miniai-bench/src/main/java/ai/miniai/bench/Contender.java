package ai.miniai.bench;

/** A program that trains, warmed up and waiting for its turn. It must not compute in between. */
interface Contender extends AutoCloseable {
  /** The name in tables: "miniai", "pytorch". */
  String name();

  /** Trains for this many steps, and returns the images per second by its own clock. */
  double imagesPerSecond(int steps);

  /** The id of the process that it runs in. */
  default long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  void close();
}
