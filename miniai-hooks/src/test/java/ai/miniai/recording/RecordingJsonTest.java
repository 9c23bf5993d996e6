package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Pictures;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingJsonTest {
  @TempDir Path folder;

  /** Two layers; three columns of one epoch, of which the first layer missed the second. */
  private static Recording recording() {
    LayerStats first = new LayerStats("0.0", new Bins(2, 0, 2));
    first.add(distribution(first.bins(), 0.5, -1.5, 1.5, 3), DeadUnits.UNKNOWN);
    first.add(Distribution.empty(2), DeadUnits.UNKNOWN);
    first.add(distribution(first.bins(), 1, Double.NaN), DeadUnits.UNKNOWN);
    first.note(new NonFinite(new Place(0, 0, false), 1));
    LayerStats second = new LayerStats("1", Bins.octaves(0, 1));
    second.add(distribution(second.bins(), 0, 1), new DeadUnits(3, ImmutableIntArray.of(0, 2)));
    second.add(distribution(second.bins(), 1, 2), DeadUnits.UNKNOWN);
    second.add(distribution(second.bins(), 2, 3), new DeadUnits(3, ImmutableIntArray.of(2)));
    second.addNanos(7);
    return new Recording(
        Quantity.GRADIENTS,
        ImmutableList.of(first, second),
        ImmutableList.of(
            new Recording.Column(0, 0, true),
            new Recording.Column(0, 1, true),
            new Recording.Column(0, 0, false, 2)));
  }

  private static Distribution distribution(Bins bins, double... values) {
    return Distribution.of(
        values.length, Tensor.of(values, values.length).distribution(bins).toDoubles());
  }

  private static RunRecord run() {
    return new RunRecord(
        ImmutableList.of(recording()),
        new LossHistory(
            ImmutableList.of(2.5, Double.NaN), ImmutableList.of(new LossHistory.Validation(2, 2))),
        OptionalInt.of(10),
        5);
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void writesWhatTheDocumentationSays() throws IOException {
    // GIVEN
    Path file = folder.resolve("stats.json");
    // WHEN
    RecordingJson.write(run(), file);
    // THEN
    String std = Double.toString(Math.sqrt(3.5625));
    JsonNode expected =
        json(
            """
            {'format': 'miniai-stats', 'version': 3,
             'classes': 10, 'nanos': 5,
             'losses': {'training': [2.5, null], 'validation': [{'batches': 2, 'loss': 2.0}]},
             'recordings': [{'quantity': 'gradients', 'columns': [{'epoch': 0, 'iteration': 0, 'training': true, 'batches': 1},
                         {'epoch': 0, 'iteration': 1, 'training': true, 'batches': 1},
                         {'epoch': 0, 'iteration': 0, 'training': false, 'batches': 2}],
             'layers': [
               {'name': '0.0', 'scale': 'linear', 'binEdges': [0.0, 1.0, 2.0],
                'size': [4, 0, 2], 'mean': [0.875, null, null], 'std': [STD, null, null],
                'nonFinite': [0, 0, 1], 'underflow': [0, 0, 0], 'overflow': [1, 0, 0], 'zeros': [0, 0, 0],
                'counts': [[1, 2], [0, 0], [0, 1]],
                'firstNonFinite': {'epoch': 0, 'iteration': 0, 'training': false, 'order': 1}},
               {'name': '1', 'scale': 'octaves', 'binEdges': [1.0, 2.0],
                'size': [2, 2, 2], 'mean': [0.5, 1.5, 2.5], 'std': [HALF, HALF, HALF],
                'nonFinite': [0, 0, 0], 'underflow': [1, 0, 0], 'overflow': [0, 1, 2], 'zeros': [1, 0, 0],
                'counts': [[1], [1], [0]],
                'units': [3, 0, 3], 'deadUnits': [[0, 2], [], [2]], 'watchNanos': 7}]}]}
            """
                .replace("STD", std)
                .replace("HALF", Double.toString(Math.sqrt(0.5))));
    assertThat(read(file)).isEqualTo(expected);
  }

  @Test
  void readsWhatLayersAreAndWhatStoodOut() throws IOException {
    // GIVEN
    DistributionRecorder recorder =
        new DistributionRecorder(Quantity.ACTIVATIONS).atMost(2).batchesPerPass(4);
    recorder.label("0", "Conv2d 1→8");
    for (int i = 0; i < 4; i++) {
      recorder.beginColumn(new Place(0, i, true));
      recorder.add("0", Tensor.of(new double[] {-i, i}, 2));
    }
    Recording before = recorder.recording();
    Path file = folder.resolve("stats.json");
    // WHEN
    RecordingJson.write(before, file);
    Recording after = RecordingJson.read(file).recordings().get(0);
    // THEN
    assertThat(after.batchesPerPass()).isEqualTo(4);
    assertThat(after.layer("0").label()).isEqualTo("Conv2d 1→8");
    assertThat(after.layer("0").columns()).isEqualTo(before.layer("0").columns());
    assertThat(after.layer("0").columns().get(0).stds().least()).isZero();
  }

  @Test
  void writesNullForEveryNumberThatIsNotFinite() throws IOException {
    // GIVEN
    Distribution odd =
        new Distribution(
            2, Double.POSITIVE_INFINITY, Double.NaN, 1, 0, 0, ImmutableLongArray.of(1));
    Path file = folder.resolve("stats.json");
    // WHEN
    RecordingJson.write(
        new Recording(
            ImmutableList.of(LayerStats.of("a", new Bins(1, 0, 1), List.of(odd))),
            ImmutableList.of()),
        file);
    // THEN
    assertThat(read(file).at("/recordings/0/layers/0/mean/0").isNull()).isTrue();
    assertThat(read(file).at("/recordings/0/layers/0/std/0").isNull()).isTrue();
    assertThat(read(file).at("/recordings/0/columns")).isEmpty();
  }

  @Test
  void writesTheRecordingOfAFit() throws IOException {
    // GIVEN
    ActivationStats stats = new ActivationStats(ai.miniai.nn.Conv2d.class);
    Pictures.learner(Pictures.small(), stats).fit(2);
    Path file = folder.resolve("stats.json");
    // WHEN
    RecordingJson.write(stats.recording(), file);
    // THEN
    JsonNode written = read(file);
    assertThat(written.at("/recordings/0/columns")).hasSize(6);
    assertThat(written.at("/recordings/0/layers")).hasSize(2);
    LayerStats layer = stats.layers().get(0);
    JsonNode first = written.at("/recordings/0/layers/0");
    double[] means = layer.means();
    assertThat(IntStream.range(0, 6).mapToDouble(i -> first.at("/mean").get(i).doubleValue()))
        .containsExactly(means[0], means[1], means[2], means[3], means[4], means[5]);
    assertThat(first.at("/counts/5/3").longValue()).isEqualTo(layer.last().counts().get(3));
    assertThat(first.at("/binEdges")).hasSize(51);
    assertThat(first.at("/binEdges/50").doubleValue()).isEqualTo(10);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    // GIVEN
    Path file = folder.resolve("run.json");
    Path again = folder.resolve("again.json");
    RecordingJson.write(run(), file);
    // WHEN
    RunRecord read = RecordingJson.read(file);
    // THEN all is there
    RecordingJson.write(read, again);
    assertThat(again).hasSameTextualContentAs(file);
    assertThat(read.firstNonFinite().map(Recording.Trouble::toString))
        .contains("gradients of 0.0 in validation batch 0 of epoch 0");
    assertThat(read.losses()).isEqualTo(run().losses());
  }

  // ---------------------------------------------------------------- files

  @Test
  void replacesAnOlderFile() throws IOException {
    // GIVEN
    Path file = Files.writeString(folder.resolve("stats.json"), "old");
    // WHEN
    RecordingJson.write(recording(), file);
    // THEN
    assertThat(read(file).at("/format").textValue()).isEqualTo("miniai-stats");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void makesTheFolder() throws IOException {
    // GIVEN
    Path file = folder.resolve("a").resolve("b").resolve("stats.json");
    // WHEN
    RecordingJson.write(recording(), file);
    // THEN
    assertThat(file).isRegularFile();
  }

  @Test
  void followsALinkToAFolder() throws IOException {
    // GIVEN
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path real = Files.createDirectory(memory.getPath("/real"));
      Path link = Files.createSymbolicLink(memory.getPath("/link"), real);
      // WHEN
      RecordingJson.write(recording(), link.resolve("stats.json"));
      // THEN
      assertThat(Files.size(real.resolve("stats.json"))).isPositive();
    }
  }

  @Test
  void takesAFileInTheWorkingDirectory() throws IOException {
    // GIVEN
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path file = memory.getPath("stats.json");
      // WHEN
      RecordingJson.write(recording(), file);
      // THEN
      assertThat(Files.size(file)).isPositive();
    }
  }

  @Test
  void givesTheFileTheUsualPermissions() throws IOException {
    // GIVEN a file system with permissions, in memory
    Configuration posix =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix")
            .setDefaultAttributeValue("posix:permissions", "rw-r--r--")
            .build();
    try (FileSystem memory = Jimfs.newFileSystem(posix)) {
      Path file = memory.getPath("stats.json");
      // WHEN
      RecordingJson.write(recording(), file);
      // THEN
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r--r--");
    }
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenTheDiskIsFull() throws IOException {
    // GIVEN a disk of two blocks, one of which is taken
    Configuration small = Configuration.unix().toBuilder().setBlockSize(64).setMaxSize(128).build();
    try (FileSystem memory = Jimfs.newFileSystem(small)) {
      Path file = Files.writeString(memory.getPath("stats.json"), "old");
      // WHEN
      assertThatThrownBy(() -> RecordingJson.write(recording(), file))
          .isInstanceOf(IOException.class);
      // THEN
      assertThat(Files.readString(file)).isEqualTo("old");
      try (var files = Files.list(memory.getPath("/work"))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void leavesNothingWhereTheFolderCannotBe() throws IOException {
    // GIVEN a file in place of the folder
    Path inTheWay = Files.writeString(folder.resolve("out"), "not a folder");
    // WHEN
    assertThatThrownBy(() -> RecordingJson.write(recording(), inTheWay.resolve("stats.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("out");
    // THEN
    assertThat(folder).isDirectoryContaining(path -> path.equals(inTheWay));
    assertThat(inTheWay).hasContent("not a folder");
  }

  @Test
  void leavesNothingWhereAFolderHasTheName() throws IOException {
    // GIVEN
    Path taken = Files.createDirectories(folder.resolve("stats.json").resolve("inner")).getParent();
    // WHEN
    assertThatThrownBy(() -> RecordingJson.write(recording(), taken))
        .isInstanceOf(IOException.class);
    // THEN
    assertThat(taken).isDirectory();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }
}
