package ai.miniai.bench;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures layers, one after the other. A peer is one process for all of them.
 *
 * @param layers which of them
 * @param race how often and for how long
 */
record LayersRun(ImmutableList<LayerCase> layers, Race race) {

  /**
   * Runs the benchmark.
   *
   * @param machine the text for the report
   * @param startPeers starts the peers that take turns with our program
   * @param measured is told about each layer as soon as it has been measured
   */
  LayersResult run(
      String machine, Supplier<List<ChildContender>> startPeers, Consumer<LayerRow> measured) {
    List<ChildContender> peers = startPeers.get();
    try {
      List<LayerRow> rows = new ArrayList<>();
      for (LayerCase layer : layers) {
        LayerRow row = measure(layer, peers);
        measured.accept(row);
        rows.add(row);
      }
      return new LayersResult(
          machine, ImmutableList.copyOf(rows), PeakMemory.megabytes(ProcessHandle.current().pid()));
    } finally {
      peers.forEach(ChildContender::close);
    }
  }

  private LayerRow measure(LayerCase layer, List<ChildContender> peers) {
    LayerLoop ours = new LayerLoop(layer);
    Heat heat =
        new Heat(
            false,
            ours,
            peers.stream().map(peer -> new LayerTurn(peer, layer)).collect(toImmutableList()));
    Rates rates = race.run(heat.all());
    return new LayerRow(layer, ours.inputShape(), ImmutableList.copyOf(heat.compare(rates)));
  }
}
