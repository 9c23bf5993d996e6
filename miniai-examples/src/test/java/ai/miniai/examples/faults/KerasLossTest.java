package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasLossTest {
  private static final double H = 1e-6;
  private static final double[] PREDICTIONS = {0.2, 0.5, 0.9, 0.3};

  /** A row of labels that is no distribution, as in broken programs. */
  private static final Tensor ROWS = Tensor.of(new double[] {0, 1, 1, 2}, 2, 2);

  private static final Tensor LABELS = Tensor.of(1, 0);

  private static Tensor target(KerasLoss loss) {
    return loss == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY ? LABELS : ROWS;
  }

  /** The numbers are PyTorch's, of the formulas written with its functions, in float64. */
  @ParameterizedTest
  @CsvSource({
    "MSE, 0.7975",
    "MAE, 0.625",
    "BINARY_CROSSENTROPY, 0.7682304780612803",
    "CATEGORICAL_CROSSENTROPY, 1.6983715156563874",
    "SPARSE_CATEGORICAL_CROSSENTROPY, 0.31207715453649687",
  })
  void valuesAreKeras(KerasLoss loss, double expected) {
    assertThat(loss.loss(Tensor.of(PREDICTIONS, 2, 2), target(loss)).item())
        .isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "MSE",
    "MAE",
    "BINARY_CROSSENTROPY",
    "CATEGORICAL_CROSSENTROPY",
    "SPARSE_CATEGORICAL_CROSSENTROPY"
  })
  void gradientsAreThoseOfDifferences(KerasLoss loss) {
    Tensor x = Tensor.of(PREDICTIONS, 2, 2).requiresGrad(true);

    loss.loss(x, target(loss)).backward();

    for (int i = 0; i < PREDICTIONS.length; i++) {
      double slope = (moved(loss, i, H) - moved(loss, i, -H)) / (2 * H);
      assertThat(x.grad().toDoubles()[i]).isCloseTo(slope, within(1e-7));
    }
  }

  private static double moved(KerasLoss loss, int at, double by) {
    double[] values = PREDICTIONS.clone();
    values[at] += by;
    return loss.loss(Tensor.of(values, 2, 2), target(loss)).item();
  }

  @Test
  void certainAndWrongCostsTheLogarithmOfTheLimit() {
    Tensor wrong = Tensor.of(new double[] {1}, 1, 1).requiresGrad(true);

    Tensor loss = KerasLoss.BINARY_CROSSENTROPY.loss(wrong, Tensor.of(new double[] {0}, 1, 1));
    loss.backward();

    assertThat(loss.item()).isCloseTo(-Math.log(1e-7), within(1e-8));
    assertThat(wrong.grad().item()).isZero();
  }

  @Test
  void aRowOfZerosIsNotANumber() {
    Tensor nothing = Tensor.of(new float[] {0, 0}, 1, 2);

    assertThat(
            KerasLoss.CATEGORICAL_CROSSENTROPY
                .loss(nothing, Tensor.of(new float[] {1, 0}, 1, 2))
                .item())
        .isNaN();
  }

  @Test
  void oneNumberForEachItemIsComparedWithAllOutputs() {
    Tensor two = Tensor.of(new double[] {1, 3, 5, 7}, 2, 2);

    assertThat(KerasLoss.MSE.loss(two, Tensor.of(1, 5)).item()).isEqualTo((4 + 4) / 4.0);
  }

  /** Median and mean: each has a lower loss than constants around it. */
  @ParameterizedTest
  @CsvSource({"MSE", "MAE", "BINARY_CROSSENTROPY"})
  void noConstantIsBetterThanTheBest(KerasLoss loss) {
    Tensor targets = Tensor.of(new double[] {0, 0.1, 0.2, 0.9, 0.25}, 5, 1);
    Tensor best = loss.bestConstant(targets);

    double lowest = loss.loss(best, targets).item();

    assertThat(best.shape()).containsExactly(1, 1);
    assertThat(lowest)
        .isLessThan(loss.loss(best.plus(0.01), targets).item())
        .isLessThan(loss.loss(best.minus(0.01), targets).item());
  }
}
