package ai.miniai.bench;

/**
 * A peer's part in the comparison of one layer.
 *
 * @param program the peer's process, which knows all layers
 * @param layer the layer that it runs
 */
record LayerTurn(ChildContender program, LayerCase layer) implements Contender {
  @Override
  public String name() {
    return program.name();
  }

  @Override
  public double imagesPerSecond(int steps) {
    return program.imagesPerSecond(steps, layer);
  }

  @Override
  public long pid() {
    return program.pid();
  }

  /** The process goes on to the next layer. */
  @Override
  public void close() {}
}
