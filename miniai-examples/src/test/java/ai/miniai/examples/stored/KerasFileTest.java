package ai.miniai.examples.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

class KerasFileTest {
  private static final SavedModel MODEL =
      new SavedModel(2)
          .dense(5, Activation.RELU)
          .dense(4, Activation.SIGMOID)
          .dense(3, Activation.SOFTMAX);

  @TempDir private Path folder;

  @Test
  void readsASequentialModel() throws IOException {
    assertComputesTheSame(MODEL.writeSequential(folder.resolve("model.h5")));
  }

  @Test
  void readsAFunctionalModel() throws IOException {
    assertComputesTheSame(MODEL.writeFunctional(folder.resolve("model.h5")));
  }

  private static void assertComputesTheSame(Path file) throws IOException {
    ComputationGraph network = KerasFile.read(file);

    assertThat(network.getConfiguration().getVertices()).containsKeys("dense_1", "dense_3");
    assertThat(network.output(Nd4j.createFromArray(new float[][] {{0.5f, -2}}))[0].toDoubleVector())
        .containsExactly(MODEL.output(0.5, -2), within(1e-6));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path none = folder.resolve("none.h5");
    Path text = Files.writeString(folder.resolve("text.h5"), "no model");
    Path weights = MODEL.writeWeights(folder.resolve("weights.h5"));

    assertThatThrownBy(() -> KerasFile.read(none))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read " + none + ": there is no such file");
    assertThatThrownBy(() -> KerasFile.read(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + " is not an HDF5 file: save the model with model.save");
    assertThatThrownBy(() -> KerasFile.read(weights))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(weights + " has weights but no model");
  }

  @Test
  void saysWhichLayerIsUnknown() throws IOException {
    Path file = MODEL.writeSequential(folder.resolve("model.h5"), "Mystery");

    assertThatThrownBy(() -> KerasFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("DL4J's import cannot read " + file)
        .hasMessageContaining("Mystery");
  }
}
