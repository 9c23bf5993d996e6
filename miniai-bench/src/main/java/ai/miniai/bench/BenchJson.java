package ai.miniai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a result as one JSON object; values that were not measured are null or missing. */
final class BenchJson {
  private BenchJson() {}

  static String of(BenchResult result) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("machine", result.machine()).put("batch_size", result.workload().batchSize());
    ArrayNode results = root.putArray("results");
    result.comparisons().forEach(one -> put(one, result.workload(), results.addObject()));
    result.statsShare().ifPresent(share -> root.put("stats_share", share.median()));
    result
        .peakMemory()
        .ifPresentOrElse(peak -> root.put("peak_rss_mb", peak), () -> root.putNull("peak_rss_mb"));
    ObjectNode phases = root.putObject("phases_ms");
    result.stepTime().millis().forEach((part, millis) -> phases.put(part.toString(), millis));
    root.put("data_share", result.stepTime().share(Part.DATA));
    result
        .epoch()
        .ifPresent(
            epoch -> {
              ObjectNode node = root.putObject("epoch").put("img_s", epoch.rates().median());
              put("ratio", epoch.ratio(), node);
            });
    if (!result.batchSizes().isEmpty()) {
      ObjectNode sizes = root.putObject("us_per_image");
      result.batchSizes().forEach((size, time) -> sizes.put(size.toString(), time.median()));
    }
    return root.toString();
  }

  private static void put(Comparison comparison, Workload workload, ObjectNode node) {
    node.put("model", workload.model().toString())
        .put("stats", comparison.stats())
        .putNull("peer")
        .put("ours_img_s", comparison.ours().median());
    comparison.peer().ifPresent(peer -> put(peer, node));
    comparison.ratio().ifPresent(ratio -> put("ratio", ratio, node));
  }

  private static void put(Comparison.Rival peer, ObjectNode node) {
    node.put("peer", peer.name()).put("peer_img_s", peer.rates().median());
    peer.peakMemory().ifPresent(peak -> node.put("peer_peak_rss_mb", peak));
  }

  static void put(String name, Series series, ObjectNode node) {
    node.put(name + "_median", series.median());
    ArrayNode rounds = node.putArray(name + "_rounds");
    series.rounds().forEach(rounds::add);
  }
}
