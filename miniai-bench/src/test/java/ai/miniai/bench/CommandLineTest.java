package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private int miniai(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void helpListsAllCommands() {
    miniai("--help");

    assertThat(printed()).contains("lesson", "bench", "Compare the speed");
  }

  @Test
  void libtorchIsComparedOnRequestOnly() {
    miniai("bench", "--help");

    assertThat(printed()).contains("dl4j, pytorch, libtorch", "Default: [dl4j, pytorch]");
  }

  @Test
  void measuresWithoutAPeerThatIsMissing() throws IOException {
    int exit =
        miniai(
            "bench",
            "--peers=pytorch",
            "--python=/no/such/python",
            "--rounds=2",
            "--steps=2",
            "--batch-size=64",
            "--json");

    JsonNode root = new ObjectMapper().readTree(printed());
    assertThat(exit).isZero();
    assertThat(root.path("results")).hasSize(1);
    assertThat(root.path("machine").textValue()).contains("CPU (");
    assertThat(complaints.toString(StandardCharsets.UTF_8))
        .contains("without pytorch", "apt-get install python3-torch");
  }

  @Test
  void measuresAloneForPeopleToRead() {
    int exit = miniai("bench", "--alone", "--model=bn-cnn", "--rounds=1", "--steps=1", "--stats");

    assertThat(exit).isZero();
    assertThat(printed()).contains("bn-cnn, batch size 1024, 1 rounds", "miniai + statistics");
  }

  @Test
  void measuresTheTableInSmallBatches() {
    miniai("bench", "--alone", "--model=table", "--rounds=1", "--steps=1");

    assertThat(printed()).contains("table, batch size 32, 1 rounds", " rows/s");
  }

  @Test
  void theBatchSizeThatIsGivenWins() {
    miniai("bench", "--alone", "--model=table", "--rounds=1", "--steps=1", "--batch-size=8");

    assertThat(printed()).contains("table, batch size 8, 1 rounds");
  }

  @Test
  void measuresLayersWithoutTheirPeers() {
    int exit =
        miniai(
            "bench",
            "--model=layers",
            "--layers=relu,layer-norm",
            "--python=/no/such/python",
            "--rounds=1",
            "--steps=1");

    assertThat(exit).isZero();
    assertThat(printed()).containsSubsequence("relu  ", "[64, 32, 28, 28]", "layer-norm  ");
    assertThat(printed()).doesNotContain("gelu");
    assertThat(complaints.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.contains("without dl4j: only its whole networks"))
        .anyMatch(line -> line.contains("without pytorch"));
  }

  @Test
  void layersAreForProgramsToo() throws IOException {
    miniai(
        "bench", "--alone", "--model=layers", "--layers=tanh", "--rounds=1", "--steps=1", "--json");

    JsonNode root = new ObjectMapper().readTree(printed());
    assertThat(root.path("results").path(0).path("layer").textValue()).isEqualTo("tanh");
    assertThat(root.path("results").path(0).path("peer").isNull()).isTrue();
  }

  @Test
  void optionsThatDoNotFitTheModelAreExplained() {
    assertThat(miniai("bench", "--alone", "--layers=relu")).isEqualTo(1);
    assertThat(miniai("bench", "--alone", "--model=layers", "--stats")).isEqualTo(1);
    assertThat(errors.toString())
        .contains("--layers chooses among the layers of --model layers")
        .contains("--model layers has inputs of fixed sizes");
  }

  @Test
  void wrongNumbersAreExplained() {
    assertThat(miniai("bench", "--alone", "--batch-size=0")).isEqualTo(1);
    assertThat(errors.toString()).contains("batch size must be 1 or more, not 0");
  }
}
