package ai.miniai.bench;

import java.util.function.Function;

/** The libraries that we are compared with. Each runs in a process of its own. */
enum Peer {
  DL4J(
      Dl4jPeer::start,
      settings -> {
        throw new IllegalStateException("only its whole networks are compared, not its layers");
      }),
  /** PyTorch as Python's users have it. */
  PYTORCH(PyTorchPeer::start, PyTorchPeer::startLayers),
  /** The C++ library of a newer PyTorch. */
  LIBTORCH(LibtorchPeer::start, LibtorchPeer::startLayers);

  /** Starts a peer on a workload, and returns when it is ready. */
  @FunctionalInterface
  private interface Starter {
    Contender start(Workload workload, PeerSettings settings);
  }

  private final Starter starter;
  private final Function<PeerSettings, ChildContender> layersStarter;

  Peer(Starter starter, Function<PeerSettings, ChildContender> layersStarter) {
    this.starter = starter;
    this.layersStarter = layersStarter;
  }

  /**
   * Starts it, and returns when it is ready.
   *
   * @throws IllegalStateException if it is not available; the message says what to do
   */
  Contender start(Workload workload, PeerSettings settings) {
    return starter.start(workload, settings);
  }

  /**
   * Starts its program for single layers, and returns when it is ready.
   *
   * @throws IllegalStateException if it is not available, or has no such program
   */
  ChildContender startLayers(PeerSettings settings) {
    return layersStarter.apply(settings);
  }

  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
