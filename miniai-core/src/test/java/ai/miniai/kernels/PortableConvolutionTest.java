package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels.ConvGradients;
import ai.miniai.kernels.Kernels.Wanted;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The matrix products that replace ND4J's convolution, beside one product for each position. */
class PortableConvolutionTest {
  private static final Offset<Double> CLOSE = within(1e-10);

  private final Random random = new Random(1);

  /**
   * Batch, channels, height, width, filters, and size, stride and padding for both sides. First
   * windows with a single place: as large as the image, larger, smaller (so that the image goes
   * on), and over padding only; then with several places, in one direction or both.
   */
  @ParameterizedTest
  @CsvSource({
    "3, 4, 2, 3, 5, 2, 3, 1, 1, 0, 0",
    "3, 4, 2, 2, 5, 3, 3, 2, 2, 1, 1",
    "3, 4, 1, 1, 5, 3, 5, 1, 1, 1, 2",
    "2, 3, 5, 6, 4, 3, 2, 4, 7, 0, 1",
    "2, 1, 4, 4, 1, 4, 4, 1, 1, 0, 0",
    "2, 3, 2, 2, 4, 1, 1, 9, 9, 1, 1",
    "3, 2, 7, 3, 4, 3, 3, 2, 2, 1, 0",
    "3, 2, 7, 6, 4, 3, 2, 2, 3, 1, 1",
    "2, 1, 9, 9, 3, 5, 5, 2, 2, 2, 2"
  })
  void allWaysToAConvolutionAgree(
      int batch,
      int in,
      int height,
      int width,
      int out,
      int kh,
      int kw,
      int sh,
      int sw,
      int ph,
      int pw) {
    Window window = new Window(new WindowSide(kh, sh, ph, 1), new WindowSide(kw, sw, pw, 1));
    INDArray x = Layout.channelsFirst(values(batch, height, width, in));
    INDArray weight = values(out, in, kh, kw);
    INDArray bias = values(out);
    INDArray images = Layout.channelsLast(x);
    INDArray expected = window.emptyResult(x, out);
    WindowProducts products = new WindowProducts(window, 1);
    products.forward(images, weight, bias, expected);

    assertClose(PortableConvolution.forward(x, weight, bias, window), expected);

    INDArray results = values(expected.shape());
    INDArray gradient = Layout.channelsFirst(results);
    INDArray forImages = products.imageGradient(images, weight, results);
    INDArray forWeight = products.weightGradient(images, results);
    for (boolean input : new boolean[] {true, false}) {
      for (boolean ofWeight : new boolean[] {true, false}) {
        ConvGradients actual =
            PortableConvolution.backward(
                x, weight, gradient, window, new Wanted(input, ofWeight, false));
        if (input) {
          assertClose(Layout.channelsLast(actual.input()), forImages);
        } else {
          assertThat(actual.input()).isNull();
        }
        if (ofWeight) {
          assertClose(actual.weight(), forWeight);
        } else {
          assertThat(actual.weight()).isNull();
        }
      }
    }
  }

  /** All 7 images at once, 3 and the rest, and one by one. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 24, 3 * 16 * 18, 1})
  void theGradientOfTheWeightMayBeComputedInParts(long most) {
    Window window = Window.square(3, 2, 1);
    INDArray images = values(7, 8, 8, 2);
    INDArray gradient = values(7, 4, 4, 5);

    assertClose(
        new WindowPatches(images, gradient, window).weightGradient(most),
        new WindowProducts(window, 1).weightGradient(images, gradient));
  }

  @Test
  void imagesLieInTheMiddleOfTheirPadding() {
    Window window = new Window(new WindowSide(5, 1, 2, 1), new WindowSide(3, 1, 1, 1));
    INDArray images = values(2, 3, 4, 2);

    INDArray padded = PaddedImages.of(images, window);

    assertThat(padded.shape()).containsExactly(2, 7, 6, 2);
    assertClose(Layout.contiguous(PaddedImages.inside(padded, window)), images);
    assertThat(padded.sumNumber().doubleValue()).isEqualTo(images.sumNumber().doubleValue(), CLOSE);
  }

  private INDArray values(long... shape) {
    return Nd4j.createFromArray(
            random.doubles(Arrays.stream(shape).reduce(1, Math::multiplyExact), -1, 1).toArray())
        .reshape('c', shape);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(Layout.contiguous(actual).reshape(-1).toDoubleVector())
        .containsExactly(Layout.contiguous(expected).reshape(-1).toDoubleVector(), CLOSE);
  }
}
