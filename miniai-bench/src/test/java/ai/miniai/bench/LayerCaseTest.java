package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerCaseTest {
  /** The shape of its output and the number of its parameters, as PyTorch has them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CONV2D; [64, 32, 28, 28]; 9248",
        "CONV_TRANSPOSE2D; [64, 32, 56, 56]; 4128",
        "BATCH_NORM2D; [64, 32, 28, 28]; 64",
        "GROUP_NORM; [64, 32, 28, 28]; 64",
        "INSTANCE_NORM2D; [64, 32, 28, 28]; 0",
        "MAX_POOL2D; [64, 32, 14, 14]; 0",
        "AVG_POOL2D; [64, 32, 14, 14]; 0",
        "UPSAMPLE; [64, 32, 56, 56]; 0",
        "RELU; [64, 32, 28, 28]; 0",
        "LEAKY_RELU; [64, 32, 28, 28]; 0",
        "PRELU; [64, 32, 28, 28]; 32",
        "ELU; [64, 32, 28, 28]; 0",
        "GELU; [64, 32, 28, 28]; 0",
        "SILU; [64, 32, 28, 28]; 0",
        "SIGMOID; [64, 32, 28, 28]; 0",
        "TANH; [64, 32, 28, 28]; 0",
        "DROPOUT; [64, 32, 28, 28]; 0",
        "LINEAR; [64, 98, 128]; 16512",
        "LAYER_NORM; [64, 98, 128]; 256",
        "RMS_NORM; [64, 98, 128]; 128",
        "SOFTMAX; [64, 98, 128]; 0",
        "LOG_SOFTMAX; [64, 98, 128]; 0",
        "SEQUENCE_GELU; [64, 98, 128]; 0",
        "EMBEDDING; [64, 98, 128]; 128000",
        "LSTM; [64, 100, 128]; 132096",
        "GRU; [64, 100, 128]; 99072",
        "MULTIHEAD_ATTENTION; [32, 128, 128]; 66048",
        "TRANSFORMER_ENCODER_LAYER; [32, 128, 128]; 198272",
        "SIN; [64, 98, 128]; 0",
        "COS; [64, 98, 128]; 0",
        "LOG1P; [64, 98, 128]; 0",
        "SOFTPLUS; [64, 98, 128]; 0",
        "EXP; [64, 98, 128]; 0",
        "SUM; []; 0",
        "PLUS_POSITIONS; [64, 98, 128]; 0",
        "TIMES_CHANNELS; [64, 32, 28, 28]; 0",
        "CONCAT_CHANNELS; [64, 64, 28, 28]; 0",
        "MEAN_OF_PLACES; [64, 32]; 0",
        "MINIMUM; [64, 98, 128]; 0",
        "MAXIMUM; [64, 98, 128]; 0",
        "WHERE; [64, 98, 128]; 0",
        "MASKED_FILL; [64, 98, 128]; 0",
        "CROSS_ENTROPY; []; 0",
        "NLL_LOSS; []; 0",
        "L1_LOSS; []; 0",
        "MSE_LOSS; []; 0",
        "SMOOTH_L1_LOSS; []; 0",
        "HUBER_LOSS; []; 0",
        "BINARY_CROSS_ENTROPY; []; 0",
        "BINARY_CROSS_ENTROPY_WITH_LOGITS; []; 0",
        "KL_DIV; []; 0",
        "COSINE_SIMILARITY; [64, 98]; 0"
      })
  void isTheSameAsPyTorchs(LayerCase name, String shape, long parameters) {
    try (MemoryScope scope = MemoryScope.open()) {
      Module layer = name.create();

      assertThat(Arrays.toString(layer.call(name.input()).shape())).isEqualTo(shape);
      assertThat(layer.parameters().values().stream().mapToLong(Tensor::length).sum())
          .isEqualTo(parameters);
    }
  }

  @Test
  void isSpelledAsInTheProgramsOfThePeers() {
    assertThat(LayerCase.BATCH_NORM2D).hasToString("batch-norm2d");
  }
}
