package ai.miniai.bench;

import ai.miniai.bench.Comparison.Rival;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Our program and its peers, all with the same work.
 *
 * @param stats whether they record statistics
 * @param ours our bare training step
 * @param peers may be empty
 */
record Heat(boolean stats, Contender ours, ImmutableList<Contender> peers)
    implements AutoCloseable {

  static Heat start(Workload workload, Function<Workload, List<Contender>> startPeers) {
    return new Heat(
        workload.stats(), new StepLoop(workload), ImmutableList.copyOf(startPeers.apply(workload)));
  }

  Iterable<Contender> all() {
    return Iterables.concat(ImmutableList.of(ours), peers);
  }

  /**
   * Our speed compared with each peer, or alone if there is none. Must be called while they are
   * running.
   */
  List<Comparison> compare(Rates rates) {
    Series mine = rates.of(ours);
    if (peers.isEmpty()) {
      return List.of(new Comparison(stats, mine, Optional.empty()));
    }
    return peers.stream()
        .map(peer -> new Rival(peer.name(), rates.of(peer), PeakMemory.megabytes(peer.pid())))
        .map(rival -> new Comparison(stats, mine, Optional.of(rival)))
        .toList();
  }

  @Override
  public void close() {
    all().forEach(Contender::close);
  }
}
