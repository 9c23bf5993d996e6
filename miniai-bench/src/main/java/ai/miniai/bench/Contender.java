package ai.miniai.bench;

/** Something that trains, warmed up and waiting for its turn. It must not compute in between. */
interface Contender extends AutoCloseable {
  /** Who it is, for tables: "miniai", "pytorch". */
  String name();

  /** Trains for so many steps, and gives the images per second by its own clock. */
  double imagesPerSecond(int steps);

  /** The process that it runs in. */
  default long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  void close();
}
