package ai.miniai.bench;

import java.util.Optional;

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
   */
  record Rival(String name, Series rates) {}

  /** How many times as fast as the peer, in each round. */
  Optional<Series> ratio() {
    return peer.map(rival -> ours.ratioTo(rival.rates()));
  }
}
