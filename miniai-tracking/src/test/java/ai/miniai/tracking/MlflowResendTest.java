package ai.miniai.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MlflowResendTest {
  @RegisterExtension private final SmallMlflow mlflow = new SmallMlflow();
  @TempDir private Path folder;

  private MlflowServer server() {
    return new MlflowServer(mlflow.uri(), Map.of(), Duration.ofSeconds(20));
  }

  private Path lines() {
    return folder.resolve(Unsent.LINES);
  }

  /** Keeps a run of so many metrics, with a file. */
  private void keep(String name, String id, int metrics) throws IOException {
    try (var unsent = new Unsent(folder, new Unsent.Head("points & more", name, 17))) {
      unsent.store(new MlflowEntry.Param("lr", "0.1"), id);
      for (int i = 0; i < metrics; i++) {
        unsent.store(new MlflowEntry.Metric("loss", i == 1 ? Double.NaN : i / 3.0, 5, i), id);
      }
      unsent.store(new MlflowEntry.Artifact("findings.txt", name.getBytes(UTF_8)), id);
      unsent.store(new MlflowEntry.Tag("why", "test"), id);
      unsent.store(new MlflowEntry.End("FINISHED", 23), id);
    }
  }

  @Test
  void makesTheRunsThatTheServerDoesNotKnow() throws IOException {
    keep("first", "", 3);
    keep("second", "", 1);

    assertThat(MlflowResend.send(folder, server())).isEqualTo(new MlflowResend.Sent(2, 10));

    assertThat(mlflow.runs()).hasSize(2);
    SmallMlflow.Run first = mlflow.run();
    assertThat(first.experiment).isEqualTo("points & more");
    assertThat(first.created.get("run_name").asText()).isEqualTo("first");
    assertThat(first.created.get("start_time").asLong()).isEqualTo(17);
    assertThat(first.params).containsExactly(Map.entry("lr", "0.1"));
    assertThat(first.tags).containsExactly(Map.entry("why", "test"));
    assertThat(first.values("loss")).containsExactly(0.0, Double.NaN, 2 / 3.0);
    assertThat(first.steps("loss")).containsExactly(0L, 1L, 2L);
    assertThat(first.artifacts.get("findings.txt")).asString(UTF_8).isEqualTo("first");
    assertThat(first.status()).isEqualTo("FINISHED");
    assertThat(mlflow.runs().get(1).artifacts.get("findings.txt"))
        .asString(UTF_8)
        .isEqualTo("second");
    assertThat(lines()).doesNotExist();
    assertThat(folder.resolve("artifacts/findings.txt")).doesNotExist();
  }

  /** As two programs do that train at once, and both without a server. */
  @Test
  void linesOfTwoFitsInTurnsBelongToTheirRuns() throws IOException {
    try (var one = new Unsent(folder, new Unsent.Head("points", "one", 1));
        var two = new Unsent(folder, new Unsent.Head("points", "two", 2))) {
      for (int i = 0; i < 3; i++) {
        one.store(new MlflowEntry.Metric("loss", 10 + i, 5, i), "");
        two.store(new MlflowEntry.Metric("loss", 20 + i, 5, i), "");
      }
      two.store(new MlflowEntry.Artifact("findings.txt", "two".getBytes(UTF_8)), "");
      one.store(new MlflowEntry.Artifact("findings.txt", "one".getBytes(UTF_8)), "");
    }

    assertThat(MlflowResend.send(folder, server())).isEqualTo(new MlflowResend.Sent(2, 8));

    assertThat(mlflow.runs())
        .extracting(run -> run.created.get("run_name").asText())
        .containsExactly("one", "two");
    assertThat(mlflow.runs().get(0).values("loss")).containsExactly(10.0, 11.0, 12.0);
    assertThat(mlflow.runs().get(1).values("loss")).containsExactly(20.0, 21.0, 22.0);
    assertThat(mlflow.runs().get(0).artifacts.get("findings.txt")).asString(UTF_8).isEqualTo("one");
  }

  /** A folder of an earlier version. */
  @Test
  void linesWithoutTheirFitBelongToTheRunBeforeThem() throws IOException {
    Files.writeString(
        lines(),
        """
        {"run":{"experiment":"x","run_name":"a"}}
        {"tag":{"key":"k","value":"1"}}
        {"run":{"experiment":"x","run_name":"b"}}
        {"tag":{"key":"k","value":"2"}}
        """);

    assertThat(MlflowResend.send(folder, server()).runs()).isEqualTo(2);

    assertThat(mlflow.runs()).extracting(run -> run.tags.get("k")).containsExactly("1", "2");
  }

  @Test
  void addsToTheRunsThatTheServerKnows() throws IOException, InterruptedException {
    MlflowServer.Run known = server().create(server().experiment("points & more"), "known", 1);
    keep("known", known.id(), 2500);

    assertThat(MlflowResend.send(folder, server()).runs()).isEqualTo(1);

    assertThat(mlflow.runs()).hasSize(1);
    assertThat(mlflow.run().values("loss")).hasSize(2500).endsWith(2499 / 3.0);
    assertThat(mlflow.run().batches).contains(1000, 500);
  }

  @Test
  void goesOnAfterAnError() throws IOException {
    keep("only", "", 1500);
    mlflow.artifactRoot("s3://bucket/");

    assertThatThrownBy(() -> MlflowResend.send(folder, server()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot send to " + mlflow.uri())
        .hasMessageContaining(lines() + ": its artifacts are at s3://bucket/");

    assertThat(Files.readAllLines(lines())).hasSize(4);
    mlflow.artifactRoot("mlflow-artifacts:/");
    assertThat(MlflowResend.send(folder, server())).isEqualTo(new MlflowResend.Sent(1, 2));
    assertThat(mlflow.runs()).hasSize(1);
    assertThat(mlflow.run().values("loss")).hasSize(1500);
    assertThat(mlflow.run().artifacts).containsKey("findings.txt");
    assertThat(mlflow.run().status()).isEqualTo("FINISHED");
  }

  @Test
  void keepsEverythingIfTheServerIsAway() throws IOException {
    keep("only", "", 2);
    String before = Files.readString(lines());
    mlflow.stop();

    assertThatThrownBy(() -> MlflowResend.send(folder, server()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no server answers there; is it running?");

    assertThat(lines()).hasContent(before);
  }

  @Test
  void saysWhatIsWrongWithTheFolder() throws IOException {
    assertThatThrownBy(() -> MlflowResend.send(folder, server()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + lines() + ", which MlflowCB writes")
        .hasMessageContaining("there is no such file");

    Files.writeString(lines(), "{\"run\":{\"experiment\":\"x\"}}\n{\"metric\":{\"key\":\"a\"");
    assertThatThrownBy(() -> MlflowResend.send(folder, server()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(lines() + ", line 2: expected an entry as MlflowCB writes it");
    assertThat(mlflow.calls()).isEmpty();

    Files.writeString(lines(), "{\"tag\":{\"key\":\"a\",\"value\":\"b\"}}\n");
    assertThatThrownBy(() -> MlflowResend.send(folder, server()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(lines() + ", line 1: expected a run");
  }

  @Test
  void wantsTheAddressOfAServer() {
    assertThatThrownBy(() -> MlflowResend.send(folder, URI.create("file:mlruns")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://localhost:5000");
  }
}
