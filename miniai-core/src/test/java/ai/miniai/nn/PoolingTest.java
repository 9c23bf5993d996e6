package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Shapes and numbers as those of PyTorch 1.13. */
class PoolingTest {
  @Test
  void aPartialWindowIsTheMeanOfWhatIsInside() {
    assertThat(new AvgPool2d(2, 2, 0, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 3, 3)
        .hasValues(.95, 1.2, 1.1, 1.05, 1.3, 1.2, .55, .8, .7);
    assertThat(new AvgPool2d(2, 2, 0, true).call(cycle(1, 1, 3, 4)))
        .hasShape(1, 1, 2, 2)
        .hasValues(.6, 1.425, 1.35, .45);
    assertThat(new AvgPool2d(3, 3, 0, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 2, 2)
        .hasValues(7.9 / 9, 1.35, 6.4 / 6, .9);
  }

  @Test
  void aWindowMayBeLargerThanTheImage() {
    assertThat(new AvgPool2d(2, 2, 0, true).call(Tensor.ones(1, 1, 1, 1)))
        .hasShape(1, 1, 1, 1)
        .hasValues(1);
    assertThatThrownBy(() -> new AvgPool2d(3, 1, 0, true).call(Tensor.ones(1, 1, 1, 1)))
        .hasMessageContaining("images of 1 × 1 are too small for a window of 3 × 3");
  }

  @Test
  void whatFitsIsAsWithoutCeil() {
    assertThat(new AvgPool2d(3, 2, 0, true).call(cycle(1, 1, 5, 5)))
        .isCloseTo(new AvgPool2d(3, 2, 0).call(cycle(1, 1, 5, 5)));
    assertThat(new AvgPool2d(2, 2, 0, true).call(cycle(2, 3, 4, 6)))
        .isCloseTo(new AvgPool2d(2).call(cycle(2, 3, 4, 6)));
  }

  @Test
  void aWindowThatWouldBeginOutsideIsLeftOut() {
    assertThat(new AvgPool2d(2, 3, 0, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 2, 2)
        .hasValues(.95, 1.325, 1.1, .9);
  }

  @Test
  void paddingCountsAndWhatLiesBeyondDoesNot() {
    assertThat(new AvgPool2d(3, 2, 1, true).call(cycle(1, 1, 4, 4)))
        .hasShape(1, 1, 3, 3)
        .hasValues(2.4 / 9, 7.6 / 9, .4, .9, 10.1 / 9, .4, 3.7 / 6, 4.1 / 6, .325);
    assertThat(new AvgPool2d(3, 2, 1, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 3, 3)
        .hasValues(3.8 / 9, 7.4 / 9, 5.3 / 9, 7.3 / 9, 11.2 / 9, 8.4 / 9, 4.4 / 9, 6. / 9, .4);
  }

  @Test
  void saysThatPartialWindowsCount() {
    assertThat(new AvgPool2d(2, 2, 0, true).summary()).isEqualTo("AvgPool2d(2, stride 2, ceil)");
  }

  @Test
  void adaptivePoolingGivesTheSizeThatIsAskedFor() {
    assertThat(new AdaptiveAvgPool2d(1).call(cycle(1, 1, 5, 7)))
        .hasShape(1, 1, 1, 1)
        .hasValues(37. / 35);
    assertThat(new AdaptiveAvgPool2d(2, 3).call(cycle(1, 1, 5, 7)))
        .hasShape(1, 1, 2, 3)
        .hasValues(1, 10.1 / 9, 11.2 / 9, 9.8 / 9, 8.6 / 9, 9.7 / 9);
    assertThat(new AdaptiveAvgPool2d(3).call(cycle(1, 1, 5, 7)))
        .hasShape(1, 1, 3, 3)
        .hasValues(.85, 1.1, 1.35, 9.4 / 9, 8.2 / 9, 11.6 / 9, 5.9 / 6, .85, 1.1);
    assertThat(new AdaptiveAvgPool2d(5, 7).call(cycle(1, 1, 5, 7)))
        .isIdenticalTo(cycle(1, 1, 5, 7));
    assertThat(new AdaptiveAvgPool2d(1).call(cycle(2, 3, 4, 4))).hasShape(2, 3, 1, 1);
    assertThat(new AdaptiveAvgPool2d(2, 3).summary()).isEqualTo("AdaptiveAvgPool2d(2 × 3)");
  }

  @Test
  void theSidesOfAWindowMayDiffer() {
    MaxPool2d pool = new MaxPool2d(new int[] {3, 2}, new int[] {1, 2}, new int[] {1, 0});

    assertThat(pool.call(cycle(1, 1, 5, 6).minus(1.1)))
        .hasShape(1, 1, 5, 3)
        .within(1e-6)
        .hasValues(0.8, 1, 0.1, 1.1, 1, 0.9, 1.1, 0.6, 0.9, 1.1, 1, 0.9, 0.7, 1, 0.8);
    assertThat(pool.summary()).isEqualTo("MaxPool2d(3 × 2, stride 1 × 2, padding 1 × 0)");
  }

  @Test
  void sequencesArePooledAlongTheirLength() {
    Tensor x = Tensor.of(new float[] {1, 5, 2, -3, 4, 0, 7}, 1, 1, 7);

    assertThat(new MaxPool1d(3, 2, 1).call(x)).hasShape(1, 1, 4).hasValues(5, 5, 4, 7);
    assertThat(new MaxPool1d(2).call(x)).hasShape(1, 1, 3).hasValues(5, 2, 4);
    assertThat(new MaxPool1d(3, 2, 1).summary()).isEqualTo("MaxPool1d(3, stride 2, padding 1)");
  }

  @Test
  void theLargestValueOfAPartialWindow() {
    assertThat(new MaxPool2d(2, 2, 0, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 3, 3)
        .hasValues(1.9, 2.1, 1.7, 2, 2.2, 1.8, .9, 1.6, .7);
    assertThat(new MaxPool2d(3, 2, 1, true).call(cycle(1, 1, 4, 4).minus(3.0)))
        .hasShape(1, 1, 3, 3)
        .within(1e-6)
        .hasValues(-1.8, -.9, -.9, -.8, -.8, -1.7, -.8, -.8, -1.7);
    assertThat(new MaxPool2d(2, 3, 0, true).call(cycle(1, 1, 5, 5)))
        .hasShape(1, 1, 2, 2)
        .hasValues(1.9, 2.1, 2, 1.8);
    assertThat(
            cycle(1, 1, 5, 7).maxPool2d(new int[] {3, 2}, new int[] {2, 3}, new int[] {1, 0}, true))
        .hasShape(1, 1, 3, 3)
        .hasValues(1, 2.1, 2.2, 1.6, 1.4, 2.2, 1.9, 1.7, .8);
    assertThat(new MaxPool2d(2, 2, 0, true).summary()).isEqualTo("MaxPool2d(2, stride 2, ceil)");
  }

  @Test
  void aPartialWindowOfInfinitiesAndNan() {
    float down = Float.NEGATIVE_INFINITY;
    Tensor x = Tensor.of(new float[] {1, 2, down}, 1, 1, 3).requiresGrad(true);
    Tensor y = x.maxPool1d(2, 2, 0, true);
    y.backward(Tensor.ones(1, 1, 2));
    assertThat(y).hasValues(2, down);
    assertThat(x.grad()).hasValues(0, 1, 1);
    assertThat(Tensor.of(new float[] {1, 2, Float.NaN}, 1, 1, 3).maxPool1d(2, 2, 0, true))
        .hasValues(2, Double.NaN);
    assertThat(Tensor.zeros(0, 2, 5).maxPool1d(2, 2, 0, true)).hasShape(0, 2, 3);
  }

  @Test
  void sequencesArePooledAsByPyTorch() {
    Tensor x = Tensor.of(new float[] {1, 5, 2, -3, 4, 0, 7, -2}, 1, 1, 8);
    double third = 1. / 3;

    assertThat(new MaxPool1d(3, 2, 0, true).call(x)).hasShape(1, 1, 4).hasValues(5, 4, 7, 7);
    assertThat(new AvgPool1d(3, 2, 1).call(x)).hasValues(2, 4 * third, third, 5 * third);
    assertThat(new AvgPool1d(3, 2, 0, true).call(x)).hasValues(8 * third, 1, 11 * third, 2.5);
    assertThat(new AvgPool1d(3, 2, 1, true).call(x))
        .hasShape(1, 1, 5)
        .hasValues(2, 4 * third, third, 5 * third, -1);
    assertThat(new AvgPool1d(2).call(x)).hasValues(3, -.5, 2, 2.5);
    assertThat(new AdaptiveAvgPool1d(3).call(x)).hasValues(8 * third, .75, 5 * third);
    assertThat(new AdaptiveAvgPool1d(1).call(x)).hasShape(1, 1, 1).hasValues(1.75);
    assertThat(Tensor.zeros(0, 2, 5).avgPool1d(2, 2, 0, true)).hasShape(0, 2, 3);
    assertThat(new AvgPool1d(3, 2, 0, true).summary()).isEqualTo("AvgPool1d(3, stride 2, ceil)");
    assertThat(new AdaptiveAvgPool1d(3).summary()).isEqualTo("AdaptiveAvgPool1d(3)");
    assertThatThrownBy(() -> new AvgPool1d(4, 1, 0, true).call(Tensor.ones(1, 1, 1)))
        .hasMessageContaining("sequences of 1 are too small for a window of 4 with stride 1");
    assertThatThrownBy(() -> new AdaptiveAvgPool1d(2).call(Tensor.ones(1, 1)))
        .hasMessageContaining("expected sequences of shape [batch, channels, length]");
    assertThatThrownBy(() -> new AdaptiveAvgPool1d(0)).hasMessageContaining("not 0");
  }

  @Test
  void refusesWhatCannotBePooled() {
    assertThatThrownBy(() -> new MaxPool2d(new int[] {2, 2, 2}, new int[] {1}, new int[] {0}))
        .hasMessage(
            "the size wants one number for both sides, or one for height and width, not [2, 2, 2]");
    assertThatThrownBy(() -> new MaxPool1d(2, 1, 2))
        .hasMessage("the padding must be at least 0 and less than the window's size, 2, not 2");

    assertThatThrownBy(() -> new AdaptiveAvgPool2d(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sizes of the output must be positive, not 0 × 0");
    assertThatThrownBy(() -> new AdaptiveAvgPool2d(1).call(Tensor.zeros(2, 3)))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("expected images of shape [batch, channels, height, width]");
  }

  /** 0, 0.7, 1.4, 2.1, 0.5, …: multiples of 7, modulo 23, over 10. */
  private static Tensor cycle(long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[(int) length];
    for (int i = 0; i < length; i++) {
      values[i] = i * 7 % 23 / 10f;
    }
    return Tensor.of(values, shape);
  }

  @Test
  void theGradientOfAMaximumOfInfinitiesStaysInTheImage() {
    float down = Float.NEGATIVE_INFINITY;
    Tensor x = Tensor.of(new float[] {down, down, down, down}, 1, 1, 2, 2).requiresGrad(true);

    x.maxPool2d(2, 2, 1).backward(Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2));

    assertThat(x.grad().toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theFirstOfEqualMaximaGetsTheGradientAndSoDoesNan() {
    float nan = Float.NaN;
    Tensor x = Tensor.of(new float[] {1, 1, 5, nan, 1, 1, nan, 7}, 1, 1, 2, 4).requiresGrad(true);

    Tensor y = x.maxPool2d(2, 2, 0);
    y.backward(Tensor.of(new float[] {3, 4}, 1, 1, 1, 2));

    assertThat(y.toDoubles()).containsExactly(1, Double.NaN);
    assertThat(x.grad().toDoubles()).containsExactly(3, 0, 0, 4, 0, 0, 0, 0);
  }
}
