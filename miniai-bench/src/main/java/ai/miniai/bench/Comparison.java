package ai.miniai.bench;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ours, and one peer beside it.
 *
 * @param stats whether both took statistics
 * @param ours images per second in each round
 * @param peer the other one; empty if ours ran alone
 */
record Comparison(boolean stats, Series ours, Optional<Rival> peer) {
  /**
   * A peer's part.
   *
   * @param name who it is
   * @param rates images per second in each round
   * @param peakMemory of its process, in megabytes
   */
  record Rival(String name, Series rates, OptionalLong peakMemory) {}

  /** How many times as fast as the peer, in each round. */
  Optional<Series> ratio() {
    return peer.map(rival -> ours.ratioTo(rival.rates()));
  }
}
