package ai.miniai.bench;

/** The libraries that we are compared with. Each runs in a process of its own. */
enum Peer {
  DL4J(Dl4jPeer::start),
  PYTORCH(PyTorchPeer::start);

  /** Starts a peer on a workload, and returns when it is ready. */
  @FunctionalInterface
  private interface Starter {
    Contender start(Workload workload, PeerSettings settings);
  }

  private final Starter starter;

  Peer(Starter starter) {
    this.starter = starter;
  }

  /**
   * Starts it, and returns when it is ready.
   *
   * @throws IllegalStateException if it is not available; the message says what to do
   */
  Contender start(Workload workload, PeerSettings settings) {
    return starter.start(workload, settings);
  }

  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
