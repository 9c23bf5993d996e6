package ai.miniai.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.io.Safetensors;
import ai.miniai.recording.RecordingJson;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TrainCommandTest {
  /** Twenty steps, a checkpoint before each. */
  private static final List<String> SHORT =
      List.of("train", "onecycle", "--limit", "4096", "--checkpoint-every", "1");

  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  @Test
  void listTellsWhatTheRecipesAre() {
    int exit = miniai.run("train", "--list");

    assertThat(exit).isZero();
    assertThat(miniai.printed().lines())
        .hasSize(1 + Recipe.values().length)
        .contains(
            "batch-norm    0.899  conv5-batch-norm, input normalized, momentum-learner,"
                + " lr 0.2 quartered, 5 epochs, batch 256");
  }

  @Test
  void aWrongNameListsTheRecipes() {
    int exit = miniai.run("train", "one-cycle");

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .startsWith("miniai: there is no recipe one-cycle, but mlp-momentum, kaiming, ");
  }

  @Test
  void theEndTellsTheAccuracyAndTheCourses() throws IOException {
    int exit = miniai.run("train", "mlp-momentum", "--limit", "512", "--out", "" + folder);

    assertThat(exit).isZero();
    assertThat(miniai.printed())
        .containsPattern(
            "mlp-momentum, seed 1: accuracy 0\\.[0-9]{4} after 1 epoch, [0-9.]+ s;"
                + " the course's: 0.789 after 1 epoch\n");
    assertThat(Files.readAllLines(folder.resolve("epochs.csv"))).hasSize(3);
    assertThat(Safetensors.read(folder.resolve("model.safetensors")).tensors())
        .containsOnlyKeys("1.weight", "1.bias", "3.weight", "3.bias");
    assertThat(miniai.printed())
        .contains("epochs.csv, stats.json, report.html, loss.png, overview.png");
    for (String picture : List.of("loss", "overview", "stats", "color-dim")) {
      assertThat(folder.resolve(picture + ".png")).isNotEmptyFile();
    }
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
    assertThat(RecordingJson.read(folder.resolve("stats.json")).losses().training()).hasSize(1);
  }

  @Test
  void showsItselfInTheBrowserIfThatIsWanted() {
    int exit =
        miniai.run("train", "mlp-momentum", "--limit", "512", "--live", "--out", "" + folder);

    assertThat(exit).isZero();
    assertThat(miniai.printed())
        .containsPattern("Live page: http://127.0.0.1:\\d+/\\?token=\\S+\n");
  }

  @ParameterizedTest
  @EnumSource
  void eachRecipeTrainsToItsEnd(Recipe recipe) {
    int exit =
        miniai.run("train", "" + recipe, "--limit", "16", "--epochs", "2", "--out", "" + folder);

    assertThat(exit).isZero();
    assertThat(miniai.printed())
        .containsPattern(recipe + ", seed 1: accuracy [01]\\.[0-9]{4} after 2 epochs");
    assertThat(folder).isDirectoryContaining("glob:**model.safetensors");
  }

  @Test
  void killedItEndsInTheVeryWeights() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    assertThat(miniai.run(arguments(whole))).isZero();

    killWhileItTrains(arguments(killed));
    assertThat(killed.resolve("model.safetensors")).doesNotExist();
    int exit = miniai.run(arguments(killed, "--resume"));

    assertThat(exit).as(miniai.errors()).isZero();
    assertThat(killed.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(killed.resolve("epochs.csv")).hasSameTextualContentAs(whole.resolve("epochs.csv"));
  }

  private static String[] arguments(Path out, String... more) {
    return Stream.of(SHORT.stream(), Stream.of(more), Stream.of("--out", "" + out))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  /** Runs another process, and kills it as soon as it has saved something, wherever it is then. */
  private static void killWhileItTrains(String... arguments)
      throws IOException, InterruptedException {
    Path checkpoint = Path.of(arguments[arguments.length - 1]).resolve(CheckpointCB.LAST);
    FileTime before = lastChange(checkpoint);
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    Process process =
        new ProcessBuilder(Lists.newArrayList(Iterables.concat(java, List.of(arguments))))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && lastChange(checkpoint).equals(before)) {
      Thread.sleep(5); // the other process tells nobody when it saves: all one can do is look again
    }
    process.destroyForcibly().waitFor();
  }

  private static FileTime lastChange(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  @Test
  void anotherTrainingCannotGoOnFromTheCheckpoint() {
    miniai.run("train", "sgd", "--limit", "64", "--epochs", "2", "--out", "" + folder);

    int exit =
        miniai.run(
            "train",
            "sgd",
            "--limit",
            "64",
            "--epochs",
            "2",
            "--seed",
            "2",
            "--resume",
            "--out",
            "" + folder);

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .contains("a checkpoint of sgd --seed 1 --epochs 2", "--seed 2", "--resume");
  }

  private String[] tiny(String... more) {
    return Stream.concat(
            Stream.of("train", "sgd", "--limit", "64", "--epochs", "2", "--out", "" + folder),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void trackersSeeTheTrainingAndChangeNothing() throws IOException {
    // GIVEN
    miniai.run(tiny());
    byte[] weights = Files.readAllBytes(folder.resolve(TrainSettings.MODEL));
    Path runs = folder.resolve("runs");
    // WHEN
    int exit =
        miniai.run(
            tiny("--overwrite", "--tensorboard", "" + runs, "--mlflow", "http://localhost:1"));
    // THEN
    assertThat(exit).as(miniai.errors()).isZero();
    assertThat(Files.readAllBytes(folder.resolve(TrainSettings.MODEL))).isEqualTo(weights);
    try (Stream<Path> files = Files.list(runs)) {
      assertThat(Files.readString(files.findFirst().orElseThrow(), ISO_8859_1))
          .contains("batch/loss", "eval/accuracy", "activations/0.0", "colour dimension", "recipe");
    }
    assertThat(Files.readString(folder.resolve("mlflow-unsent/unsent.jsonl")))
        .contains("\"experiment\":\"miniai train\"", "\"key\":\"recipe\",\"value\":\"sgd\"");
  }

  @Test
  void anAddressThatIsNoServersIsRefused() {
    assertThat(miniai.run(tiny("--mlflow", "mlruns"))).isEqualTo(1);
    assertThat(miniai.errors()).contains("such as http://localhost:5000, got mlruns");
  }

  @ParameterizedTest
  @ValueSource(strings = {CheckpointCB.LAST, TrainSettings.MODEL})
  void anEarlierTrainingIsNotDeletedByAForgottenFlag(String left) throws IOException {
    // GIVEN
    Path earlier = Files.writeString(folder.resolve(left), "a night's work");
    // WHEN
    int exit = miniai.run(tiny());
    // THEN
    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .isEqualTo(
            "miniai: "
                + earlier
                + " holds an earlier training: --resume goes on from its checkpoint, --overwrite"
                + " deletes it, or name another folder with --out\n");
    assertThat(earlier).hasContent("a night's work");
  }

  @Test
  void overwriteBeginsAnew() throws IOException {
    // GIVEN
    miniai.run(tiny("--seed", "2"));
    byte[] before = Files.readAllBytes(folder.resolve(TrainSettings.MODEL));
    // WHEN
    int exit = miniai.run(tiny("--overwrite"));
    // THEN
    assertThat(exit).isZero();
    assertThat(Files.readAllBytes(folder.resolve(TrainSettings.MODEL))).isNotEqualTo(before);
  }

  @Test
  void resumeAndOverwriteExcludeEachOther() {
    assertThat(miniai.run(tiny("--resume", "--overwrite"))).isEqualTo(2);
    assertThat(miniai.errors()).contains("--resume", "--overwrite", "mutually exclusive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "{\"recipe\":\"NEW\"}", "{\"version\":2}"})
  void settingsThatCannotBeReadAreNamed(String settings) throws IOException {
    // GIVEN
    miniai.run(tiny());
    Files.writeString(folder.resolve("settings.json"), settings);
    // WHEN
    int exit = miniai.run(tiny("--resume"));
    // THEN
    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .startsWith("miniai: cannot read " + folder.resolve("settings.json") + ", which tells")
        .contains("--overwrite")
        .doesNotContain("REDACTED");
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    // GIVEN
    miniai.run(tiny());
    Path last = folder.resolve(CheckpointCB.LAST);
    byte[] bytes = Files.readAllBytes(last);
    bytes[bytes.length - 9] ^= 4;
    Files.write(last, bytes);
    // WHEN
    int exit = miniai.run(tiny("--resume"));
    // THEN
    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("cannot read " + last + ": the tensor \"", "CRC-32C");
  }

  @Test
  void aFileInPlaceOfTheFolderIsFoundBeforeTheDataIsLoaded() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    int exit =
        miniai.run("train", "sgd", "--out", "" + file, "--data", "" + folder.resolve("absent"));
    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors())
        .isEqualTo(
            "miniai: cannot make the folder " + file + ": it is a file; choose another one\n");
  }
}
