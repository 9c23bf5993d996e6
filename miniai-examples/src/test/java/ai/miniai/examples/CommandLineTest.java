package ai.miniai.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

@Tag("slow")
class CommandLineTest {
  private static final Path TINY = Path.of("src", "test", "resources", "parity", "cnn-tiny");

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  @AfterEach
  void computeInFloat32() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private Path copyOfTiny() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("case"));
    try (Stream<Path> files = Files.list(TINY)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(file.getFileName());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  @Test
  void helpListsTheCommands() {
    miniai.run("--help");

    assertThat(miniai.printed()).contains("lesson", "parity", "replay", "--device auto|cpu|cuda");
  }

  @Test
  void lessonLeavesPicturesAndNumbers() throws IOException {
    int exit = miniai.run("lesson", "--out", folder.toString());

    assertThat(exit).isZero();
    assertThat(folder.toFile().list((parent, name) -> !name.startsWith(".")))
        .containsExactlyInAnyOrder(
            "overview.png",
            "overview.svg",
            "loss.png",
            "loss.svg",
            "stats.png",
            "stats.svg",
            "color-dim.png",
            "color-dim.svg",
            "dead-chart.png",
            "dead-chart.svg",
            "stats.json",
            "report.html",
            "metrics.csv");
    assertThat(miniai.printed())
        .contains("accuracy  loss      epoch  train", "eval", "Written: ", "stats.json");
    assertThat(Files.readAllLines(folder.resolve("metrics.csv")))
        .hasSize(3)
        .startsWith("epoch,mode,accuracy,loss");
    JsonNode stats = new ObjectMapper().readTree(folder.resolve("stats.json").toFile());
    assertThat(stats.at("/recordings/0/columns")).hasSize(59);
    assertThat(stats.at("/recordings/0/layers")).hasSize(5);
  }

  @Test
  void lessonSpeaksJson() throws IOException {
    int exit =
        miniai.run(
            "lesson",
            "--model",
            "mlp",
            "--hooks",
            "relu",
            "--fix",
            "kaiming",
            "--lr",
            "0.1",
            "--json",
            "--out",
            folder.toString());

    JsonNode report = new ObjectMapper().readTree(miniai.printed());
    assertThat(exit).isZero();
    assertThat(report.path("rows")).hasSize(2);
    assertThat(report.path("rows").path(1).path("accuracy").asDouble()).isBetween(0.6, 0.9);
    assertThat(report.path("files")).hasSize(13);
  }

  @Test
  void lessonMendsWhatTheDoctorFinds() {
    int exit =
        miniai.run("lesson", "--out", folder.toString(), "--model", "mlp", "--lr", "1e-6", "--fix");

    // THEN the run that is shown is the best one, although a range test has trained another network
    String printed = miniai.printed();
    assertThat(exit).isZero();
    assertThat(printed).contains("Before: mlp, lr 1.0E-6, seed 1, as it is", "(by a range test)");
    String change = printed.replaceFirst("(?s).*Change in your program: (.*?)\\.\\n.*", "$1");
    assertThat(printed).containsPattern("After: mlp, lr [^,]*, seed 1, " + Pattern.quote(change));
    assertThat(folder.resolve("before-and-after.png")).isNotEmptyFile();
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void lessonLeavesAloneWhatIsHealthy() {
    int exit =
        miniai.run("lesson", "--out", folder.toString(), "--model", "mlp", "--lr", "0.3", "--fix");

    assertThat(exit).isZero();
    assertThat(miniai.printed()).contains("Healthy: nothing was changed (loss 0.");
    assertThat(folder.resolve("before-and-after.png")).doesNotExist();
  }

  @Test
  void diagnoseSaysWhatWentWrong() throws IOException {
    // GIVEN a network that guesses for 100 batches
    var losses = new LossHistory(repeated(2.3, 100), ImmutableList.of());
    Path file = folder.resolve("stats.json");
    RecordingJson.write(new RunRecord(ImmutableList.of(), losses, OptionalInt.of(10), 0), file);

    int exit = miniai.run("diagnose", file.toString());

    assertThat(exit).isEqualTo(3);
    assertThat(miniai.printed())
        .contains("SICK: chance-level plateau", "What it means: ", "What to do: ");
  }

  @Test
  void diagnoseFindsNothingInGoodHealth() throws IOException {
    Path file = folder.resolve("stats.json");
    RecordingJson.write(
        new RunRecord(
            ImmutableList.of(),
            new LossHistory(repeated(0.3, 100), ImmutableList.of()),
            OptionalInt.of(10),
            0),
        file);

    int exit = miniai.run("diagnose", "--json", file.toString());

    assertThat(exit).isZero();
    assertThat(new ObjectMapper().readTree(miniai.printed()).get("causes")).isEmpty();
  }

  private static List<Double> repeated(double value, int times) {
    return Collections.nCopies(times, value);
  }

  @Test
  void wrongOptionsAreExplained() {
    int exit = miniai.run("lesson", "--fix", "pray");

    assertThat(exit).isEqualTo(2);
    assertThat(miniai.errors()).contains("--fix", "NONE", "KAIMING", "pray");
  }

  @Test
  void anImpossibleRateIsExplained() {
    int exit = miniai.run("lesson", "--lr", "NaN", "--out", folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("learning rate must be finite", "NaN");
  }

  @Test
  void parityAgreesWithPyTorch() {
    int exit = miniai.run("parity", TINY.toString(), TINY.resolveSibling("resnet-tiny").toString());

    assertThat(miniai.printed()).endsWith("parity: 16 of 16 quantities within allowance\n");
    assertThat(exit).isZero();
  }

  @Test
  void parityTellsWhatDiffers() throws IOException {
    Path copy = copyOfTiny();
    byte[] weights = Files.readAllBytes(copy.resolve("weights.f64"));
    weights[7] ^= 1;
    Files.write(copy.resolve("weights.f64"), weights);

    int exit = miniai.run("parity", copy.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.printed())
        .containsPattern("weights +[0-9.e+-]+ +[0-9.e+-]+  FAIL")
        .endsWith("parity: 7 of 8 quantities within allowance\n");
  }

  @Test
  void parityNamesWhatItDoesNotKnow() throws IOException {
    assertThat(errorsOf("\"relu\"", "\"mish\"")).contains("mish", "known are relu, general-relu");
    assertThat(errorsOf("\"cnn\"", "\"vit\"")).contains("vit", "known are cnn, mlp, resnet");
    assertThat(errorsOf("\"act\"", "\"norm\": \"group\", \"act\""))
        .contains("group", "known is batch");
    assertThat(errorsOf("\"sgd\"", "\"lion\""))
        .contains("lion", "known are sgd, adam, adamw, rmsprop");
  }

  private String errorsOf(String part, String replacement) throws IOException {
    Path json = copyOfTiny().resolve("case.json");
    Files.writeString(json, Files.readString(json).replace(part, replacement));

    assertThat(miniai.run("parity", json.getParent().toString())).isEqualTo(1);

    return miniai.errors();
  }

  @Test
  void parityNamesTheMissingFile() throws IOException {
    Path copy = copyOfTiny();
    Files.delete(copy.resolve("init.f32"));

    int exit = miniai.run("parity", copy.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("init.f32 is missing");
  }

  @Test
  void parityNamesTheFileThatIsCutOff() throws IOException {
    Path copy = copyOfTiny();
    Files.write(copy.resolve("loss.f64"), new byte[16]);

    int exit = miniai.run("parity", copy.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("loss.f64 holds 2 numbers", "[3]");
  }

  @Test
  void parityRefusesAFolderThatIsNoCase() {
    int exit = miniai.run("parity", folder.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("no parity case in", "case.json is missing");
  }

  @Test
  void parityRefusesDamagedJson() throws IOException {
    Path copy = copyOfTiny();
    Files.writeString(copy.resolve("case.json"), "{\"model\": ");

    int exit = miniai.run("parity", copy.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("case.json is not JSON");
  }

  @Test
  void parityNamesTheModelThatItDoesNotKnow() throws IOException {
    Path copy = copyOfTiny();
    Path json = copy.resolve("case.json");
    Files.writeString(json, Files.readString(json).replace("\"cnn\"", "\"transformer\""));

    int exit = miniai.run("parity", copy.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("the model transformer is not known");
  }

  @Test
  void replayPrintsTheTableOfTheNotebook() {
    int exit = miniai.run("replay", "learner");

    assertThat(exit).isZero();
    double[] accuracyAndLoss =
        Pattern.compile("[0-9]\\.[0-9]{3}")
            .matcher(
                miniai.printed().lines().filter(row -> row.startsWith("  ")).collect(joining()))
            .results()
            .mapToDouble(number -> Double.parseDouble(number.group()))
            .toArray();
    assertThat(accuracyAndLoss)
        .containsExactly(
            new double[] {
              0.602,
              1.183,
              0.700,
              0.847, // Learner: train, eval
              0.596,
              1.167,
              0.729,
              0.794,
              0.744,
              0.710,
              0.764,
              0.654, // + TrainCB, two epochs
              0.606,
              1.176,
              0.702,
              0.796, // the final Learner
              0.674,
              0.976,
              0.789,
              0.588 // MomentumLearner
            },
            withPrecision(0.00101));
  }
}
