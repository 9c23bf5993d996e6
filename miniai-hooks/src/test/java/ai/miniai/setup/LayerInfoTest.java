package ai.miniai.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerInfoTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Conv2d; 1, 8, kernel 5×5, stride 2; Conv2d 1→8",
        "ConvTranspose2d; 16, 8, kernel 2×2; ConvTranspose2d 16→8",
        "Linear; 784, 10; Linear 784→10",
        "DenseLayer; 784, 50, relu; DenseLayer 784→50",
        "LSTM; 28, 64; LSTM 28→64",
        "ReLU; ''; ReLU",
        "GeneralRelu; leak 0.1, sub 0.4; GeneralRelu",
        "MaxPool2d; 2, 2; MaxPool2d",
        "Upsample; 2, 3; Upsample"
      })
  void labelsAreShort(String type, String details, String label) {
    assertThat(new LayerInfo("0", type, details).label()).isEqualTo(label);
  }
}
