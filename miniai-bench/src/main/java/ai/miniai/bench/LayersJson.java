package ai.miniai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.OptionalLong;

/** Writes the speed of layers as one JSON object; what was not measured is null or missing. */
final class LayersJson {
  private LayersJson() {}

  static String of(LayersResult result) {
    ObjectNode root = new ObjectMapper().createObjectNode().put("machine", result.machine());
    ArrayNode results = root.putArray("results");
    result
        .rows()
        .forEach(row -> row.comparisons().forEach(one -> put(row, one, results.addObject())));
    putMemory("peak_rss_mb", result.peakMemory(), root);
    ObjectNode peers = root.putObject("peer_peak_rss_mb");
    result.peers().forEach(peer -> putMemory(peer.name(), peer.peakMemory(), peers));
    return root.toString();
  }

  private static void put(LayerRow row, Comparison comparison, ObjectNode node) {
    node.put("layer", row.layer().toString());
    ArrayNode shape = node.putArray("input");
    Arrays.stream(row.inputShape()).forEach(shape::add);
    node.put("ours_us", row.micros(comparison.ours())).putNull("peer");
    comparison
        .peer()
        .ifPresent(peer -> node.put("peer", peer.name()).put("peer_us", row.micros(peer.rates())));
    comparison.ratio().ifPresent(ratio -> BenchJson.put("ratio", ratio, node));
  }

  private static void putMemory(String name, OptionalLong megabytes, ObjectNode node) {
    if (megabytes.isPresent()) {
      node.put(name, megabytes.getAsLong());
    } else {
      node.putNull(name);
    }
  }
}
