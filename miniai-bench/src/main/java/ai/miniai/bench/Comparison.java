package ai.miniai.bench;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Our speed, compared with that of at most one peer.
 *
 * @param stats whether both recorded statistics
 * @param ours images per second in each round
 * @param peer the peer; empty if our program ran alone
 */
record Comparison(boolean stats, Series ours, Optional<Rival> peer) {
  /**
   * The measurements of a peer.
   *
   * @param name the name of the peer
   * @param rates images per second in each round
   * @param peakMemory the peak memory of its process, in megabytes
   */
  record Rival(String name, Series rates, OptionalLong peakMemory) {}

  /** Our speed divided by that of the peer, in each round. */
  Optional<Series> ratio() {
    return peer.map(rival -> ours.ratioTo(rival.rates()));
  }
}
