package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and folders that the commands cannot use: each is named, with what to do. */
class BadFilesTest {
  private static final Path TINY = Path.of("src", "test", "resources", "parity", "cnn-tiny");

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  private String errorsOf(String... arguments) {
    assertThat(miniai.run(arguments)).isEqualTo(1);
    assertThat(miniai.errors())
        .startsWith("miniai: ")
        .doesNotContain("REDACTED", "Exception", "\tat ");
    return miniai.errors();
  }

  // ---------------------------------------------------------------- where results go

  static Stream<List<String>> commandsWithAFolder() {
    return Stream.of(List.of("lesson"), List.of("train", "sgd"), List.of("battery"));
  }

  @ParameterizedTest
  @MethodSource("commandsWithAFolder")
  void aFileInPlaceOfTheFolderIsSaidBeforeAnythingElse(List<String> command) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "");
    assertThat(errorsOf(with(command, "--out", "" + file)))
        .contains("cannot make the folder " + file + ": it is a file; choose another one");
  }

  @ParameterizedTest
  @MethodSource("commandsWithAFolder")
  void aFolderThatCannotBeMadeIsSaidBeforeAnythingElse(List<String> command) {
    assumeThat(Path.of("/proc/self")).exists();
    assertThat(errorsOf(with(command, "--out", "/proc/nope")))
        .contains("cannot make the folder /proc/nope: ", "; choose another one");
  }

  private static String[] with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
  }

  // ---------------------------------------------------------------- where the data is

  @ParameterizedTest
  @CsvSource({
    "lesson,",
    "train,sgd",
    "replay,learner",
    "parity,src/test/resources/parity/cnn-tiny"
  })
  void aFolderThatLacksTheDataIsNotPassedOver(String command, String argument) {
    List<String> start = argument == null ? List.of(command) : List.of(command, argument);
    boolean writes = command.equals("lesson") || command.equals("train");
    for (Path data : List.of(folder, folder.resolve("absent"))) {
      String[] more = {"--data", "" + data, "--out", "" + folder.resolve("out")};
      assertThat(errorsOf(with(start, writes ? more : new String[] {more[0], more[1]})))
          .contains("Fashion-MNIST is not where it was said to be (--data, MINIAI_DATA): ");
    }
  }

  // ---------------------------------------------------------------- diagnose

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| expected an object, found the end of the file",
        "{| it is not valid JSON: Unexpected end-of-input",
        "[]| expected an object, found [",
        "{}| expected a field \"format\", found none",
        "nonsense| it is not valid JSON: Unrecognized token",
        "{\"format\":\"other\",\"version\":2}| at /format: expected \"miniai-stats\", found other",
        "{\"format\":\"miniai-stats\",\"version\":4}| at /version: expected 1, 2 or 3, found 4: a newer",
        "{\"format\":\"miniai-stats\",\"version\":-1}| at /version: expected 0 or more, found -1",
        "{\"format\":\"miniai-stats\",\"version\":99999999999999999999}| out of range of long",
        "{\"format\":\"miniai-stats\",\"version\":2} x| it is not valid JSON: Unrecognized token",
        "{\"format\":\"miniai-stats\",\"version\":2} 3| expected the end of the file, found 3",
        "{\"format\":\"miniai-stats\",\"version\":2,\"classes\":0}| expected 1 or more, found 0",
        "{\"format\":\"miniai-stats\",\"version\":2,\"losses\":{\"training\":[NaN]}}| NaN",
      })
  void diagnoseSaysWhatIsWrongInWhichFile(String json, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("stats.json"), json);
    assertThat(errorsOf("diagnose", "" + file)).contains("" + file, problem);
  }

  @Test
  void diagnoseNamesAFileThatIsNotThere() {
    Path file = folder.resolve("absent.json");
    assertThat(errorsOf("diagnose", "" + file))
        .isEqualTo("miniai: cannot read " + file + ": there is no such file or folder\n");
  }

  @Test
  void diagnoseNamesAFolder() {
    assertThat(errorsOf("diagnose", "" + folder))
        .isEqualTo("miniai: cannot read " + folder + ": it is a folder, not a file\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"losses\":{\"training\":[]}",
        ",\"recordings\":[]",
        ",\"recordings\":[{\"quantity\":\"activations\",\"layers\":[]}]"
      })
  void aRecordWithNothingInItIsNotInGoodHealth(String content) throws IOException {
    Path file = folder.resolve("stats.json");
    Files.writeString(file, "{\"format\":\"miniai-stats\",\"version\":2" + content + "}");
    assertThat(errorsOf("diagnose", "" + file))
        .contains(file + " holds neither losses nor recordings", "nothing to judge");
    assertThat(miniai.printed()).isEmpty();
  }

  @Test
  void aLossThatIsNaNIsPrintedAsSuch() throws IOException {
    // GIVEN
    Path file = folder.resolve("stats.json");
    var losses =
        Stream.concat(
                Collections.nCopies(10, 2.0).stream(), Collections.nCopies(90, Double.NaN).stream())
            .toList();
    RecordingJson.write(
        new RunRecord(
            ImmutableList.of(), new LossHistory(losses, ImmutableList.of()), OptionalInt.of(10), 0),
        file);
    // WHEN
    int exit = miniai.run("diagnose", "" + file);
    // THEN
    assertThat(exit).isEqualTo(3);
    assertThat(miniai.printed())
        .contains("became NaN or infinite at batch 10")
        .doesNotContain("e+30");
  }

  // ---------------------------------------------------------------- battery

  @Test
  void batteryTreatsTasksOnly() {
    assertThat(errorsOf("battery", "--heal")).contains("--heal is for the runs of --set tasks");
  }

  @Test
  void batteryHasNothingToJudgeInAnEmptyFolder() {
    assertThat(errorsOf("battery", "--judge", "--out", "" + folder))
        .contains("there are no recorded runs in " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a,b", "a,1,2", "a,"})
  void batteryNamesALineThatIsNone(String line) throws IOException {
    Files.writeString(folder.resolve("labels.csv"), line + "\n");
    assertThat(errorsOf("battery", "--judge", "--out", "" + folder))
        .contains(
            folder.resolve("labels.csv") + ": expected the name of a run", "\"" + line + "\"");
  }

  // ---------------------------------------------------------------- parity

  private Path copy() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("case"));
    try (Stream<Path> files = Files.list(TINY)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"batches\": 3| \"batches\": 3000000000| is not a whole number below 2^31",
        "\"batches\": 3| \"batches\": -3| wants the training images",
        "\"batches\": 3| \"batches\": 2000000000| wants the training images",
        "\"batches\": 3| \"batches\": NaN| is not JSON",
        "\"batches\": 3| \"batches\": \"3\"| is not a whole number",
      })
  void parityNamesNumbersThatCannotBe(String part, String other, String problem)
      throws IOException {
    Path json = copy().resolve("case.json");
    String text = Files.readString(json);
    assertThat(text).contains(part);
    Files.writeString(json, text.replace(part, other));
    assertThat(errorsOf("parity", "" + json.getParent())).contains(problem);
  }

  @Test
  void parityTakesNoMemoryForWidthsWithoutWeights() throws IOException {
    Path json = copy().resolve("case.json");
    Files.writeString(
        json,
        Files.readString(json)
            .replaceAll("(?s)\"widths\": \\[[^]]*]", "\"widths\": [2000000000, 2000000000]"));
    assertThat(errorsOf("parity", "" + json.getParent()))
        .contains("a layer of width 2000000000", "in init.f32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "{\"model\": ", "{} {}", "null"})
  void parityNamesACaseThatIsNone(String json) throws IOException {
    Path file = copy().resolve("case.json");
    Files.writeString(file, json);
    assertThat(errorsOf("parity", "" + file.getParent())).contains("" + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"case.json", "init.f32", "loss.f64"})
  void parityNamesAFolderInPlaceOfAFile(String name) throws IOException {
    Path file = copy().resolve(name);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(errorsOf("parity", "" + file.getParent()))
        .contains("cannot read " + file + ": it is a folder, not a file");
  }
}
