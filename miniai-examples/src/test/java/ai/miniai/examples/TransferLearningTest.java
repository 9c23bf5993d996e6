package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.io.Safetensors;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.Adam;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferLearningTest {
  private static final Dataset IMAGES = FashionMnist.load().train();

  @TempDir private Path folder;

  private static Dataset images(int from, int to, int half) {
    return TransferLearning.half(IMAGES.subset(from, to), half);
  }

  @Test
  void aTrainedBodyLearnsOtherClassesFaster() {
    Path file = folder.resolve("body.safetensors");
    TransferLearning.pretrain(
        DataLoaders.of(images(0, 4000, 0), images(4000, 4500, 0), 64), 2, file);
    var few = DataLoaders.of(images(0, 400, 1), images(4000, 5000, 1), 32);

    double scratch = TransferLearning.fit(TransferLearning.model(), few, 2, Adam::new);
    double transferred = TransferLearning.transfer(file, few, 1);

    assertThat(transferred).isGreaterThan(scratch + 0.1);
  }

  /** The state of a model of PyTorch's whose class has {@code features} and {@code classifier}. */
  private static Map<String, Tensor> state() {
    Map<String, Tensor> state = new HashMap<>();
    int[] channels = {1, 16, 32, 64};
    for (int i = 0; i < 3; i++) {
      String name = "features." + i;
      int out = channels[i + 1];
      state.put(name + ".0.weight", Tensor.randn(out, channels[i], 3, 3));
      state.put(name + ".1.weight", Tensor.randn(out));
      state.put(name + ".1.bias", Tensor.randn(out));
      state.put(name + ".1.running_mean", Tensor.randn(out));
      state.put(name + ".1.running_var", Tensor.rand(out));
      state.put(name + ".1.num_batches_tracked", Tensor.of(7).reshape());
    }
    state.put("classifier.weight", Tensor.randn(1000, 1024));
    state.put("classifier.bias", Tensor.randn(1000));
    return state;
  }

  @Test
  void theBodyIsThatOfTheFileAndTheHeadStays() {
    Map<String, Tensor> state = state();
    Path file = folder.resolve("pytorch.safetensors");
    Safetensors.of(state).write(file);
    Sequential model = TransferLearning.model();
    Map<String, Tensor> before = model.stateDict();

    TransferLearning.loadBody(model, file);

    model
        .stateDict()
        .forEach(
            (name, value) -> {
              Tensor expected =
                  name.startsWith("2.")
                      ? before.get(name)
                      : state.get(name.replaceFirst("^0\\.", "features."));
              assertThat(value.toDoubles()).as(name).isEqualTo(expected.toDoubles());
            });
  }

  @Test
  void aFileWithoutPartsOfTheBodyIsRefused() {
    Map<String, Tensor> state = state();
    state.remove("features.1.0.weight");
    Path file = folder.resolve("pytorch.safetensors");
    Safetensors.of(state).write(file);

    assertThatThrownBy(() -> TransferLearning.loadBody(TransferLearning.model(), file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state does not fit the model: 1.0.weight is missing");
  }

  @Test
  void halfOfTheClassesAreNumberedFromZero() {
    Dataset shoes = images(0, 100, 1);

    int next = 0;
    for (int i = 0; i < 100; i++) {
      if (IMAGES.get(i).label() >= 5) {
        assertThat(shoes.get(next).arrays().get(0)).isEqualTo(IMAGES.get(i).arrays().get(0));
        assertThat(shoes.get(next++).label()).isEqualTo(IMAGES.get(i).label() - 5);
      }
    }
    assertThat(shoes.size()).isEqualTo(next);
  }
}
