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

class BenchRunTest {
  private static final Race SHORT = new Race(2, new TurnLength.Steps(2));

  private final List<FakeContender> peers = new ArrayList<>();

  private List<Contender> startPeer(Workload workload) {
    String name = workload.stats() ? "watched" : "plain";
    peers.add(new FakeContender(name, new ArrayList<>(), 0.5));
    return List.copyOf(peers.subList(peers.size() - 1, peers.size()));
  }

  private BenchResult everything() {
    Workload workload = new Workload(Network.CNN, 64, true);
    return new BenchRun(workload, SHORT, true, ImmutableList.of(16, 32))
        .run("a machine", this::startPeer);
  }

  @Test
  void measuresWithoutStatisticsAndWith() {
    BenchResult result = everything();

    assertThat(result.comparisons()).extracting(Comparison::stats).containsExactly(false, true);
    assertThat(peers).extracting(FakeContender::name).containsExactly("plain", "watched");
    assertThat(peers).allMatch(FakeContender::closed);
  }

  @Test
  void aStepHasAllItsParts() {
    StepTime time = everything().stepTime();

    assertThat(time.millis()).containsOnlyKeys(Part.values());
    assertThat(time.millis().values()).allMatch(millis -> millis > 0);
    assertThat(time.share(Part.STATISTICS)).isBetween(0.0, 1.0);
  }

  @Test
  void speaksJson() throws JsonProcessingException {
    JsonNode root = new ObjectMapper().readTree(BenchJson.of(everything()));

    assertThat(root.path("machine").textValue()).isEqualTo("a machine");
    assertThat(root.path("results")).hasSize(2);
    JsonNode second = root.path("results").path(1);
    assertThat(second.path("model").textValue()).isEqualTo("cnn");
    assertThat(second.path("stats").booleanValue()).isTrue();
    assertThat(second.path("peer").textValue()).isEqualTo("watched");
    assertThat(second.path("peer_img_s").doubleValue()).isEqualTo(0.5);
    assertThat(second.path("ratio_rounds")).hasSize(2);
    assertThat(second.path("ratio_median").doubleValue()).isPositive();
    assertThat(root.path("stats_share").isNumber()).isTrue();
    assertThat(root.path("phases_ms").fieldNames())
        .toIterable()
        .containsExactly("data", "forward", "backward", "step", "statistics", "other");
    assertThat(root.path("epoch").path("ratio_rounds")).hasSize(2);
    assertThat(root.path("us_per_image").fieldNames()).toIterable().containsExactly("16", "32");
  }

  @Test
  void printsATable() {
    var printed = new ByteArrayOutputStream();

    new BenchTable(new PrintStream(printed, true, StandardCharsets.UTF_8)).print(everything());

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("a machine", "cnn, batch size 64, 2 rounds", "plain", "watched + statistics")
        .contains("a ratio above 1: miniai is faster", "images/s", "peak memory, MB")
        .containsPattern("plain .* [0-9.]+ \\[[0-9.]+, [0-9.]+\\] +([0-9,]+|unknown) : ")
        .containsPattern("by round [0-9.]+ [0-9.]+")
        .contains("whole epochs", "batches of 16", "waiting for data", "statistics");
  }

  @Test
  void runsAlone() throws JsonProcessingException {
    Workload workload = new Workload(Network.MLP, 64, false);

    BenchResult result =
        new BenchRun(workload, SHORT, false, ImmutableList.of()).run("m", any -> List.of());

    JsonNode root = new ObjectMapper().readTree(BenchJson.of(result));
    assertThat(root.path("results")).hasSize(1);
    assertThat(root.path("results").path(0).path("ours_img_s").doubleValue()).isPositive();
    assertThat(root.path("results").path(0).path("peer").isNull()).isTrue();
    assertThat(root.has("stats_share")).isFalse();
  }
}
