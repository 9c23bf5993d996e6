package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultNetworkTest {
  @TempDir private Path folder;

  private Sequential network(String layers, long... shape) throws IOException {
    String json =
        SmallCase.LINE.replaceFirst(
            "(?s)\"network\": \\[.*\"loss\"", "\"network\": " + layers + ", \"loss\"");
    Files.writeString(folder.resolve(FaultCase.FILE), json);
    return FaultNetwork.create(
        FaultCase.read(folder, field -> {}).faulty().network(), ImmutableLongArray.copyOf(shape));
  }

  @Test
  void imagesGoThroughConvolutionsToDenseLayers() throws IOException {
    Sequential network =
        network(
            """
            [{"conv": 4, "kernel": 5, "padding": 2, "init": "he_normal", "bias_init": "constant(0.1)"},
             {"batchnorm": true}, {"activation": "relu"}, {"maxpool": 2},
             {"conv": 6, "kernel": 3, "padding": 0}, {"maxpool": 2}, {"flatten": true},
             {"dense": 7}, {"batchnorm": true}, {"activation": "elu"}, {"dropout": 0.5},
             {"dense": 3}, {"activation": "softmax"}]""",
            1,
            28,
            28);

    network.eval();
    Tensor y = network.call(Tensor.rand(2, 1, 28, 28));

    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(Arrays.stream(y.sum(1).toDoubles())).allMatch(sum -> Math.abs(sum - 1) < 1e-5);
    assertThat(network.children())
        .extracting(Module::summary)
        .containsExactly(
            "Conv2d(1, 4, kernel 5, padding 2)",
            "BatchNorm2d(4, eps 0.001, momentum 0.01)",
            "ReLU()",
            "MaxPool2d(2, stride 2)",
            "Conv2d(4, 6, kernel 3)",
            "MaxPool2d(2, stride 2)",
            "Flatten()",
            "Linear(216, 7)",
            "BatchNorm1d(7, eps 0.001, momentum 0.01)",
            "ELU(alpha 1.0)",
            "Dropout(p 0.5)",
            "Linear(7, 3)",
            "Softmax(dim -1)");
    assertThat(network.parameters().get("0.bias").toDoubles()).containsOnly(0.1f);
    assertThat(network.parameters().get("4.bias").toDoubles()).containsOnly(0);
  }

  @Test
  void aConvolutionNeedsImages() {
    assertThatThrownBy(() -> network("[{\"conv\": 4, \"kernel\": 3}, {\"dense\": 1}]", 784))
        .hasMessageContaining("a conv needs items of shape [channels, height, width], not [784]");
  }
}
