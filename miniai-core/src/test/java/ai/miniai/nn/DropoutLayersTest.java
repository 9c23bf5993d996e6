package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropout of whole channels. */
class DropoutLayersTest {
  private static final Tensor IMAGES = Tensor.ones(50, 40, 2, 3);

  static Stream<Tensor> images() {
    return Stream.of(IMAGES, Tensor.ones(50, 2, 3, 40).permute(0, 3, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("images")
  void wholeChannelsAreDroppedAndTheOthersScaledUp(Tensor images) {
    Tensor x = images.detach().requiresGrad(true);

    Tensor y = new Dropout2d(0.2).call(x);
    y.sum().backward();

    double[] channels = y.mean(2, 3).toDoubles();
    double dropped = Arrays.stream(channels).filter(v -> v == 0).count();
    assertThat(dropped / channels.length).isCloseTo(0.2, within(0.04));
    assertThat(y.toDoubles()).containsOnly(0, 1.25f);
    assertThat(Arrays.stream(channels).boxed()).allMatch(v -> v == 0 || Math.abs(v - 1.25) < 1e-6);
    assertThat(x.grad()).isIdenticalTo(y.detach());
  }

  @Test
  void sequencesHaveOneDimensionOfPlaces() {
    Tensor y = new Dropout1d().call(Tensor.ones(20, 30, 4));

    assertThat(y.toDoubles()).containsOnly(0, 2);
    assertThat(y.max(2)).isIdenticalTo(y.min(2));
  }

  @Test
  void nothingIsDroppedInEvaluationMode() {
    Dropout2d dropout = new Dropout2d();
    dropout.eval();

    assertThat(dropout.call(IMAGES)).isSameAs(IMAGES);
  }

  @Test
  void ofNoImagesIsNone() {
    assertThat(new Dropout2d().call(Tensor.zeros(0, 3, 2, 2))).hasShape(0, 3, 2, 2);
  }

  @Test
  void refuseOtherShapesAndImpossibleProbabilities() {
    assertThatThrownBy(() -> new Dropout2d().call(Tensor.zeros(2, 3, 4)))
        .hasMessageContaining(
            "expected an input of shape [batch, channels, height, width], not [2, 3, 4]");
    assertThatThrownBy(() -> new Dropout1d().call(Tensor.zeros(2, 3)))
        .hasMessageContaining("expected an input of shape [batch, channels, length], not [2, 3]");
    assertThatThrownBy(() -> new Dropout2d(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the probability of dropping must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> Tensor.zeros(3).dropoutChannels(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropping channels wants an input of shape [batch, channels, ...], not [3]");
  }

  @Test
  void showTheirProbability() {
    assertThat(new Dropout1d().summary()).isEqualTo("Dropout1d(p 0.5)");
    assertThat(new Dropout2d(0.1).summary()).isEqualTo("Dropout2d(p 0.1)");
  }
}
