package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.histogram.Bins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of older versions and of other programs, and files that are wrong. */
class RecordingJsonReadTest {
  /** As little as a layer may have, in version 1 of the form. */
  private static final String LEAST =
      """
      {'format': 'miniai-stats', 'version': 1, 'by': {'some': ['other', 'program']},
       'columns': [{'epoch': 0, 'iteration': 0, 'training': true}],
       'layers': [{'name': 'a', 'binEdges': [0, 0.1, 0.2, 0.3],
                   'size': [4], 'mean': [0.1], 'std': [null], 'counts': [[3, 0, 1]]}]}
      """;

  @TempDir Path folder;

  private RunRecord read(String text) throws IOException {
    return RecordingJson.read(
        Files.writeString(folder.resolve("run.json"), text.replace('\'', '"')));
  }

  @Test
  void readsVersionOneAndWhatHasOnlyTheNecessaryFields() throws IOException {
    // WHEN
    RunRecord run = read(LEAST);
    // THEN
    Recording recording = run.recording(Quantity.ACTIVATIONS).orElseThrow();
    assertThat(recording.columns()).containsExactly(new Recording.Column(0, 0, true));
    LayerStats a = recording.layer("a");
    assertThat(a.bins()).isEqualTo(new Bins(3, 0, 0.3));
    assertThat(a.last().mean()).isEqualTo(0.1);
    assertThat(a.last().std()).isNaN();
    assertThat(a.last().zeros()).isEqualTo(-1);
    assertThat(a.last().counts().asList()).containsExactly(3L, 0L, 1L);
    assertThat(a.deadUnits()).containsExactly(DeadUnits.UNKNOWN);
    assertThat(run.losses().training().isEmpty()).isTrue();
    assertThat(run.classes()).isEmpty();
  }

  @Test
  void readsARecordingWithoutColumns() throws IOException {
    RunRecord run = read(LEAST.replace("{'epoch': 0, 'iteration': 0, 'training': true}", ""));
    assertThat(run.recordings().get(0).columns()).isEmpty();
    assertThat(run.recordings().get(0).layer("a").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "miniai-stats; other; at /format: expected \"miniai-stats\", found other",
        "'version': 1; 'version': 4; at /version: expected 1, 2 or 3, found 4: a newer miniai",
        "[0.1]; ['x']; at /layers/0/mean/0: expected a number or null, found x",
        "[0.1]; [0.1, 2]; at /layers/0/mean: expected as many elements as \"size\" has, 1, found 2",
        "'std': [null],; ``; at /layers/0: expected a field \"std\", found none",
        "'epoch': 0,; 'epoch': -1,; at /columns/0/epoch: expected 0 or more, found -1",
        "'training': true; 'training': true, 'batches': 0; at /columns/0/batches: expected 1 or more",
        "'training': true; 'training': 1; at /columns/0/training: expected true or false, found 1",
        "[3, 0, 1]; [3, 1]; at /layers/0/counts/0: expected 3 numbers, one a bin, found 2",
        "[3, 0, 1]; [3, 0, 0]; at /layers/0/counts/0: expected counts that together with",
        "'std'; 'zeros': [5], 'std'; at /layers/0/zeros/0: expected at most the number of finite values, 4, found 5",
        "'std'; 'zeros': [], 'std'; at /layers/0/zeros: expected as many elements as",
        "0.1, 0.2; 0.2, 0.1; at /layers/0/binEdges/1: expected 0.0999",
        "0.2, 0.3; 0.2, 0; at /layers/0/binEdges: expected the edges of bins, found expected bins",
        "[4]; 4; at /layers/0/size: expected an array, found 4",
        "{'epoch'; {'iteration': 1}, {'epoch'; at /columns/0: expected a field \"epoch\", found none",
        "{'epoch'; {'epoch': 0, 'iteration': 1, 'training': true}, {'epoch'; at /layers/0: expected as",
        "{'format'; ['format'; expected an object, found [",
      })
  void saysWhereAWrongFileIsWrong(String right, String wrong, String message) {
    assertThat(LEAST).contains(right);
    assertThatThrownBy(() -> read(LEAST.replace(right, wrong == null ? "" : wrong)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("run.json").toString())
        .hasMessageContaining(message);
  }

  @Test
  void readsNumbersOfZerosThatAreKnownInSomeColumnsOnly() throws IOException {
    // GIVEN
    String some =
        """
        {'format': 'miniai-stats', 'version': 3, 'recordings': [{'quantity': 'activations',
         'layers': [{'name': 'a', 'binEdges': [0, 1], 'size': [2, 2], 'mean': [0.5, 0.5],
                     'std': [null, null], 'counts': [[2], [2]], 'zeros': [null, 1]}]}]}
        """;
    // WHEN
    Path file = folder.resolve("again.json");
    RecordingJson.write(read(some), file);
    // THEN
    assertThat(RecordingJson.read(file).recordings().get(0).layer("a").columns())
        .extracting(Distribution::zeros)
        .containsExactly(-1L, 1L);
  }

  @Test
  void namesTheQuantitiesThatThereAre() {
    assertThatThrownBy(
            () ->
                read("{'format': 'miniai-stats', 'version': 2, 'recordings': [{'quantity': 'x'}]}"))
        .hasMessageContaining(
            "at /recordings/0/quantity: expected one of inputs, targets, parameters, activations, gradients,"
                + " parameter gradients, updates, found x");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("found the end of the file");
  }
}
