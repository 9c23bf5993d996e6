package ai.miniai.bench;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;

/**
 * The speed of single layers.
 *
 * @param machine the machine on which it was measured
 * @param rows the layers, at least one
 * @param peakMemory the peak memory of our process after all layers, in megabytes
 */
record LayersResult(String machine, ImmutableList<LayerRow> rows, OptionalLong peakMemory) {
  /** The peers after all layers: their peak memory is that of the whole run. */
  ImmutableList<Comparison.Rival> peers() {
    return rows.get(rows.size() - 1).comparisons().stream()
        .flatMap(comparison -> comparison.peer().stream())
        .collect(ImmutableList.toImmutableList());
  }
}
