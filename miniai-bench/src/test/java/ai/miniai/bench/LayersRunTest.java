package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayersRunTest {
  private static final ImmutableList<LayerCase> TWO =
      ImmutableList.of(LayerCase.LINEAR, LayerCase.CROSS_ENTROPY);

  private final List<LayerRow> measured = new ArrayList<>();

  private LayersResult run(List<ChildContender> peers) {
    return new LayersRun(TWO, new Race(2, new TurnLength.Steps(1)))
        .run("a machine", () -> peers, measured::add);
  }

  /** A peer that runs 128 linear layers in a second, and is slower at everything else. */
  private static ChildContender peer() {
    return new ChildContender(
        "fake",
        new ProcessBuilder(
            "sh",
            "-c",
            "echo ready; while read run n layer; do"
                + " case $layer in linear) echo img/s 8192;; *) echo img/s 512;; esac; done"));
  }

  @Test
  void aRowALayerAsSoonAsItIsMeasured() {
    LayersResult result = run(List.of());

    assertThat(result.rows()).extracting(LayerRow::layer).isEqualTo(TWO).isNotEmpty();
    assertThat(measured).isEqualTo(result.rows());
    assertThat(result.peers()).isEmpty();
  }

  @Test
  void onePeerRunsAllLayers() throws JsonProcessingException {
    JsonNode root = new ObjectMapper().readTree(LayersJson.of(run(List.of(peer()))));

    assertThat(root.path("machine").textValue()).isEqualTo("a machine");
    JsonNode linear = root.path("results").path(0);
    assertThat(linear.path("layer").textValue()).isEqualTo("linear");
    assertThat(linear.path("input")).hasToString("[64,98,128]");
    assertThat(linear.path("ours_us").doubleValue()).isPositive();
    assertThat(linear.path("peer").textValue()).isEqualTo("fake");
    assertThat(linear.path("peer_us").doubleValue()).isEqualTo(1e6 * 64 / 8192);
    assertThat(linear.path("ratio_rounds")).hasSize(2);
    assertThat(root.path("results").path(1).path("peer_us").doubleValue()).isEqualTo(2e6);
    assertThat(root.path("peer_peak_rss_mb").has("fake")).isTrue();
  }

  @Test
  void printsATable() {
    var printed = new ByteArrayOutputStream();
    LayersTable table = new LayersTable(new PrintStream(printed, true, StandardCharsets.UTF_8));

    table.begin("a machine", 2);
    LayersResult result = run(List.of(peer()));
    result.rows().forEach(table::print);
    table.end(result);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("a machine", "2 rounds", "a ratio above 1: miniai is faster", "peak memory")
        .containsPattern(
            "cross-entropy +\\[1024, 10\\] +[0-9,]+ +fake +2,000,000 +[0-9.]+ \\[[0-9.]+, [0-9.]+\\]")
        .containsPattern("fake +([0-9,]+|unknown) : ");
  }
}
