package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.examples.keras.SavedModel;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class KerasCommandTest {
  @RegisterExtension private final CommandLineExtension miniai = new CommandLineExtension();
  @TempDir private Path folder;

  /** Points in the plane; the target says whether x is positive. */
  private Path points() throws IOException {
    var random = new Random(2);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      double x = random.nextGaussian();
      rows.append(x).append(',').append(random.nextGaussian()).append(x > 0 ? ",1\n" : ",0\n");
    }
    return Files.writeString(folder.resolve("points.csv"), rows);
  }

  private int train(Path model, String... options) throws IOException {
    String points = points().toString();
    String[] all = new String[options.length + 6];
    String[] first = {"keras", model.toString(), "--train", points, "--valid", points};
    System.arraycopy(first, 0, all, 0, 6);
    System.arraycopy(options, 0, all, 6, options.length);
    return miniai.run(all);
  }

  private Path deepSigmoids() throws IOException {
    SavedModel deep = new SavedModel(2);
    for (int i = 0; i < 8; i++) {
      deep.dense(5, Activation.SIGMOID);
    }
    return deep.dense(1, Activation.SIGMOID).writeFunctional(folder.resolve("model.h5"));
  }

  @Test
  void triesOtherActivationsInsideTheLayers() throws IOException {
    train(
        deepSigmoids(),
        "--loss",
        "binary_crossentropy",
        "--optimizer",
        "adam",
        "--lr",
        "0.01",
        "--batch-size",
        "16",
        "--epochs",
        "20",
        "--fix");

    assertThat(miniai.printed())
        .contains("SICK: vanishing gradients", "better", "ELUs instead of sigmoids and tanh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "dl4j"})
  void namesADiseaseInBothWays(String way) throws IOException {
    int exit =
        train(
            deepSigmoids(),
            "--loss",
            "binary_crossentropy",
            "--optimizer",
            "adam",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--through",
            way);

    assertThat(miniai.printed()).contains("SICK: ", "vanishing gradients in dense_1");
    assertThat(exit).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"miniai", "dl4j"})
  void findsAHealthyTrainingHealthy(String way) throws IOException {
    Path model =
        new SavedModel(2)
            .dense(8, Activation.RELU)
            .dense(2, Activation.SOFTMAX)
            .writeSequential(folder.resolve("model.h5"));
    Path out = folder.resolve("stats.json");

    int exit =
        train(
            model,
            "--loss",
            "sparse_categorical_crossentropy",
            "--lr",
            "0.1",
            "--momentum",
            "0.9",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--through",
            way,
            "--out",
            out.toString());

    assertThat(exit).isZero();
    RunRecord record = RecordingJson.read(out);
    assertThat(record.losses().training().get(79)).isLessThan(0.3);
    assertThat(record.setup().framework()).isEqualTo("DL4J");
    assertThat(record.setup().loss()).isPresent();
    assertThat(record.recording(Quantity.ACTIVATIONS).orElseThrow().layers())
        .extracting(layer -> layer.name())
        .startsWith("dense_1", "dense_2");
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Path model =
        new SavedModel(3).dense(1, Activation.SIGMOID).writeSequential(folder.resolve("model.h5"));

    int exit = train(model, "--loss", "mse");

    assertThat(exit).isEqualTo(1);
    assertThat(miniai.errors()).contains("points.csv, line 1: expected 4 numbers");
  }
}
