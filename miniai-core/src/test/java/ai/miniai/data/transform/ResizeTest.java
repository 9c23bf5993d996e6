package ai.miniai.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The expected numbers are those of PyTorch's {@code interpolate(mode="bilinear", antialias=True)}.
 */
class ResizeTest {
  /** 37 · i mod 23, divided by 23, as an image of 4 × 6. */
  private static Images image() {
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = 37 * i % 23 / 23f;
    }
    return new Images(values, 1, 1, 4, 6);
  }

  @Test
  void halvesAnImageAsPyTorchDoes() {
    assertThat(new Resize(2, 3).apply(image()).values())
        .containsExactly(
            new float[] {0.4312333f, 0.5232919f, 0.3806566f, 0.6193434f, 0.4767081f, 0.3850932f},
            within(1e-6f));
  }

  @Test
  void shrinksAnImageByOddFactorsAsPyTorchDoes() {
    float[] expected = {
      0.311413f, 0.4777778f, 0.5570048f, 0.2733696f,
      0.5190217f, 0.6159421f, 0.3840579f, 0.4809783f,
      0.7266305f, 0.4429951f, 0.5222222f, 0.2510869f
    };
    assertThat(new Resize(3, 4).apply(image()).values()).containsExactly(expected, within(1e-6f));
    assertThat(new Resize(1, 1).apply(image()).values())
        .containsExactly(new float[] {0.4729938f}, within(1e-6f));
  }

  @Test
  void enlargesAnImageAsPyTorchDoes() {
    // WHEN
    Images large = new Resize(6, 9).apply(image());
    // THEN its second row is
    float[] expected = {
      0.326087f,
      0.3804348f,
      0.4528985f,
      0.5253623f,
      0.5978261f,
      0.5869565f,
      0.3260869f,
      0.3152174f,
      0.3695652f
    };
    assertThat(Arrays.copyOfRange(large.values(), 9, 18)).containsExactly(expected, within(1e-6f));
  }

  @Test
  void resizesEveryPlane() {
    // GIVEN
    Images images = TransformTest.counting(2, 3, 2, 2);
    // WHEN
    Images means = new Resize(1, 1).apply(images);
    // THEN
    assertThat(means.values()).containsExactly(2.5f, 6.5f, 10.5f, 14.5f, 18.5f, 22.5f);
  }

  @Test
  void leavesImagesOfTheRightSize() {
    Images images = image();
    assertThat(new Resize(4, 6).apply(images)).isSameAs(images);
  }
}
