package ai.miniai.nn;

import static ai.miniai.nn.Numbers.cycle;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers as those of PyTorch 1.13 for the same weights. */
class ConvTranspose2dTest {
  private final Tensor images = cycle(7, 23, 11, 2, 4, 2, 3).requiresGrad(true);

  @Test
  void makesImagesLarger() {
    // GIVEN
    ConvTranspose2d conv = known(new ConvTranspose2d(4, 2, 3, 2, 1, 1));

    // WHEN
    Tensor y = conv.call(images);

    // THEN
    assertThat(y).hasShape(2, 2, 4, 6);
    assertThat(y.reshape(-1).slice(0, 0, 8))
        .hasValues(0.55, 0.39, 0.06, -1.7, 0.03, 0.28, 0.59, 2.76);
    assertThat(y.reshape(-1).slice(0, 86, 96))
        .hasValues(-0.03, 1.03, 0.18, -0.1, 0.49, 2.17, 0.37, -0.6, 0.02, -0.94);
  }

  @Test
  void givesTheGradientsOfPyTorch() {
    // GIVEN
    ConvTranspose2d conv = known(new ConvTranspose2d(4, 2, 3, 2, 1, 1));

    // WHEN
    conv.call(images).times(cycle(5, 19, 9, 2, 2, 4, 6)).sum().backward();

    // THEN
    assertThat(images.grad().reshape(-1).slice(0, 0, 6))
        .within(1e-5)
        .hasValues(0.67, 1.11, 0.7, 0.71, -1.97, 1.41);
    assertThat(conv.parameters().get("weight").grad().reshape(-1).slice(0, 0, 6))
        .within(1e-5)
        .hasValues(-1.16, 0.68, 0.89, 0.71, 0.09, -0.04);
    assertThat(conv.parameters().get("bias").grad()).within(1e-5).hasValues(-0.6, -0.3);
  }

  @Test
  void goesWithoutABias() {
    // GIVEN
    ConvTranspose2d conv = new ConvTranspose2d(4, 2, 3, 1, 0, 0, false);
    conv.loadStateDict(Map.of("weight", cycle(5, 17, 8, 4, 2, 3, 3)));

    // WHEN
    Tensor y = conv.call(images);

    // THEN
    assertThat(y).hasShape(2, 2, 4, 5);
    assertThat(y.reshape(-1).slice(0, 0, 4)).hasValues(0.72, 2.04, -0.42, -1.2);
  }

  @Test
  void undoesTheShapeOfAConvolution() {
    assertThat(
            new ConvTranspose2d(3, 1, 3, 2, 1, 1)
                .call(new Conv2d(1, 3, 3, 2, 1).call(Tensor.randn(2, 1, 28, 28))))
        .hasShape(2, 1, 28, 28);
  }

  @Test
  void beginsAsInPyTorch() {
    // GIVEN
    Seed.set(1);

    // WHEN
    ConvTranspose2d conv = new ConvTranspose2d(2, 3, 3);

    // THEN
    assertThat(conv.parameters().get("weight")).hasShape(2, 3, 3, 3);
    assertThat(conv.parameters().get("weight").reshape(-1).slice(0, 0, 3))
        .hasValues(0.0991624519, -0.0849432796, -0.0373086594);
    assertThat(conv.parameters().get("bias")).hasValues(0.191689819, 0.154265761, -0.00901120994);
  }

  @Test
  void showsItsSettings() {
    assertThat(new ConvTranspose2d(4, 2, 3).summary()).isEqualTo("ConvTranspose2d(4, 2, kernel 3)");
    assertThat(new ConvTranspose2d(4, 2, 3, 2, 1, 1, false).summary())
        .isEqualTo(
            "ConvTranspose2d(4, 2, kernel 3, stride 2, padding 1, output padding 1, no bias)");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new ConvTranspose2d(4, 2, 3, 2, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the output padding must be at least 0 and less than the stride, 2, not 2");
    assertThatThrownBy(() -> new ConvTranspose2d(3, 2, 3).call(images))
        .hasMessageContaining(
            "with weight [3, 2, 3, 3] ([in, out, kh, kw]) wants images of 3 channels"
                + " [batch, 3, height, width], not [2, 4, 2, 3]");
    assertThatThrownBy(() -> new ConvTranspose2d(1, 1, 3, 1, 2, 0).call(Tensor.zeros(1, 1, 2, 3)))
        .hasMessageContaining("images of 2 × 3 would become 0 × 1");
  }

  private static ConvTranspose2d known(ConvTranspose2d conv) {
    conv.loadStateDict(Map.of("weight", cycle(5, 17, 8, 4, 2, 3, 3), "bias", cycle(3, 7, 2, 2)));
    return conv;
  }
}
