package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers as those of PyTorch 1.13. */
class UpsampleTest {
  private final Tensor image = Numbers.cycle(7, 23, 11, 1, 1, 2, 3);

  @Test
  void repeatsEachPlace() {
    assertThat(new Upsample(2).call(image))
        .hasShape(1, 1, 4, 6)
        .hasValues(
            -1.1, -1.1, -0.4, -0.4, 0.3, 0.3, //
            -1.1, -1.1, -0.4, -0.4, 0.3, 0.3, //
            1, 1, -0.6, -0.6, 0.1, 0.1, //
            1, 1, -0.6, -0.6, 0.1, 0.1);
  }

  @Test
  void keepsBatchAndChannelsApart() {
    Tensor images = Tensor.randn(2, 3, 4, 5);

    assertThat(new Upsample(3).call(images).maxPool2d(3, 3, 0)).isIdenticalTo(images);
  }

  @Test
  void drawsStraightLinesBetweenCentres() {
    assertThat(new Upsample(2, Upsample.Mode.BILINEAR).call(image))
        .hasShape(1, 1, 4, 6)
        .hasValues(
            -1.1, -0.925, -0.575, -0.225, 0.125, 0.3, //
            -0.575, -0.54375, -0.48125, -0.275, 0.075, 0.25, //
            0.475, 0.21875, -0.29375, -0.375, -0.025, 0.15, //
            1, 0.6, -0.2, -0.425, -0.075, 0.1);
    assertThat(new Upsample(3, Upsample.Mode.BILINEAR).call(image).reshape(-1).slice(0, 18, 27))
        .hasValues(
            -0.4,
            -0.4,
            -0.42222224,
            -0.44444446,
            -0.46666668,
            -0.23333334,
            0,
            0.23333334,
            0.23333334);
  }

  @Test
  void showsAndChecksItsScale() {
    assertThat(new Upsample(2).summary()).isEqualTo("Upsample(2)");
    assertThat(new Upsample(2, Upsample.Mode.BILINEAR).summary())
        .isEqualTo("Upsample(2, bilinear)");
    assertThatThrownBy(() -> new Upsample(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the scale must be positive, not 0");
    assertThatThrownBy(() -> new Upsample(2).call(Tensor.zeros(2, 3)))
        .hasMessageContaining(
            "expected images of shape [batch, channels, height, width], not [2, 3]");
  }
}
