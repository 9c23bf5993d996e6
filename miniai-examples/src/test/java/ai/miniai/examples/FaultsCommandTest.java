package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FaultsCommandTest {
  /** A line through four points, at a rate that is far too high and at one that is right. */
  private static final String LINE =
      """
      {"number": 7, "ground_truth": ["lr"], "faulty": %s, "repaired": %s}""";

  private static final String PROGRAM =
      """
      {"data": {"source": "csv", "train": "points.csv", "valid": "points.csv",
                "features": 1, "targets": 1, "target": "numbers", "shape": [1]},
       "network": [{"dense": 8}, {"activation": "tanh"}, {"dense": 1}],
       "loss": "mse",
       "optimizer": {"name": "sgd", "lr": %s, "momentum": 0.5, "nesterov": true},
       "batch_size": 4, "epochs": 100}""";

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  @BeforeEach
  void writeCases() throws IOException {
    write("02-line", LINE.formatted(PROGRAM.formatted("1e12"), PROGRAM.formatted("0.1")));
    write(
        "10-good",
        LINE.replace("\"lr\"", "\"origin\"").formatted(PROGRAM.formatted("0.1"), "null"));
  }

  private void write(String name, String json) throws IOException {
    Path there = Files.createDirectories(folder.resolve("cases").resolve(name));
    Files.writeString(there.resolve("case.json"), json);
    Files.writeString(there.resolve("points.csv"), "-1.5,-3\n-0.5,-1\n0.5,1\n1.5,3\n");
  }

  private int run(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "faults";
    all[1] = folder.resolve("cases").toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return miniai.run(all);
  }

  @Test
  void casesAreTrainedAndJudged() {
    int exit = run();

    assertThat(exit).isZero();
    assertThat(miniai.printed())
        .containsSubsequence(
            "02-line  ground truth: lr",
            "SICK: ",
            "recognised, with the cause; the first remedy is for lr",
            "repaired",
            "no alarm: it ends well",
            "10-good  ground truth: origin",
            "no alarm: it ends well")
        .endsWith("faults: recognised 1 of 1, cause 1 of 1, alarms 0 of 2\n");
  }

  @Test
  void brokenProgramsAreTreated() {
    int exit = run("--fix");

    assertThat(exit).isZero();
    assertThat(miniai.printed())
        .containsSubsequence(
            "02-line: learned 0.00 > ",
            ", healed\n",
            "Change in your program: learning rate ",
            "10-good: ",
            "was well before\n",
            "Healthy: nothing was changed")
        .contains("1 of 1 healed");
  }

  @Test
  void aTreatmentKeepsNothing() {
    assertThat(run("--fix", "--json")).isNotZero();
    assertThat(miniai.errors())
        .contains("--fix prints a text and keeps nothing: no --out, no --json");
  }

  @Test
  void aRepeatJudgesTheRecordedRuns() throws IOException {
    String out = folder.resolve("out").toString();
    run("--out", out, "--seed", "3");
    String trained = miniai.printed();
    Files.delete(folder.resolve("cases/02-line/points.csv"));

    int exit = run("--out", out, "--seed", "3", "--judge");

    assertThat(exit).isZero();
    assertThat(miniai.printed()).isEqualTo(trained + trained);
    assertThat(folder.resolve("out")).isDirectoryContaining("glob:**02-line-faulty-seed-3.json");
  }

  @Test
  void jsonIsOneObject() throws IOException {
    int exit = run("--json");

    JsonNode all = new ObjectMapper().readTree(miniai.printed());
    assertThat(exit).isZero();
    assertThat(all.path("recognised").asInt()).isEqualTo(1);
    assertThat(all.path("good").asInt()).isEqualTo(2);
    assertThat(all.path("cases")).hasSize(2);
    assertThat(all.at("/cases/0/ground_truth/0").asText()).isEqualTo("lr");
    assertThat(all.at("/cases/0/faulty/severity").asText()).isEqualTo("sick");
    assertThat(all.at("/cases/0/repaired/ends_well").asBoolean()).isTrue();
    assertThat(all.at("/cases/1").has("repaired")).isFalse();
  }

  @Test
  void oneBadCaseDoesNotCostTheOthers() throws IOException {
    Files.writeString(folder.resolve("cases/02-line/points.csv"), "1,2\n3\n");

    int exit = run();

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .contains("points.csv, line 2: expected 2 numbers with commas between them, got 1");
    assertThat(miniai.printed()).contains("10-good").contains("alarms 0 of 1");
  }

  @Test
  void aFolderWithoutCasesIsRefused() {
    int exit = miniai.run("faults", folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("is neither a case nor a folder of cases");
  }

  @Test
  void judgingNeedsRecordedRuns() {
    assertThat(run("--judge")).isEqualTo(1);
    assertThat(miniai.errors()).contains("--judge needs --out");
    assertThat(run("--judge", "--out", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(miniai.errors()).contains("there is no such file or folder; train it first");
  }
}
