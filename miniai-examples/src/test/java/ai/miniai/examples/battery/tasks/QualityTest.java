package ai.miniai.examples.battery.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.learner.Predictions;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static double of(Quality quality, Tensor predictions, Tensor targets) {
    return of(quality, predictions, targets, Losses::crossEntropy);
  }

  private static double of(Quality quality, Tensor predictions, Tensor targets, LossFunction loss) {
    return quality.of(
        new Predictions(Outputs.of(predictions), List.of(targets), Optional.empty()), loss);
  }

  private static Tensor column(float... values) {
    return Tensor.of(values, values.length, 1);
  }

  @Test
  void accuracyIsThatAboveGuessing() {
    Tensor scores = Tensor.of(new float[] {2, 1, 1, 2, 2, 1, 2, 1}, 4, 2);
    Tensor targets = Tensor.of(0L, 1L, 0L, 1L);
    assertThat(of(Quality.ACCURACY, scores, targets)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void squaresAreComparedWithThoseOfTheMean() {
    assertThat(of(Quality.SQUARES, column(1, 2, 3), column(1, 2, 4)))
        .isCloseTo(1 - 1 / (14.0 / 3), within(1e-5));
    assertThat(of(Quality.SQUARES, column(1, 2, 3), Tensor.of(new float[] {1, 2, 4}, 3)))
        .isCloseTo(1 - 1 / (14.0 / 3), within(1e-5));
  }

  @Test
  void distancesAreComparedWithThoseOfTheMedian() {
    assertThat(of(Quality.DISTANCES, column(1, 2, 3), column(1, 2, 4)))
        .isCloseTo(1 - 1 / 3.0, within(1e-5));
  }

  @Test
  void likelihoodIsComparedWithThatOfFrequencies() {
    Tensor targets = Tensor.of(0L, 1L, 1L, 0L).reshape(2, 2);
    assertThat(of(Quality.LIKELIHOOD, Tensor.zeros(2, 2, 2), targets)).isCloseTo(0, within(1e-6));
    Tensor right = Tensor.of(new float[] {3, 0, 0, 3, 0, 3, 3, 0}, 2, 2, 2);
    assertThat(of(Quality.LIKELIHOOD, right, targets))
        .isCloseTo(1 - Math.log1p(Math.exp(-3)) / Math.log(2), within(1e-5));
  }

  @Test
  void theLossSaysWhatPredictionsMean() {
    Tensor rare = column(0, 0, 0, 1);
    Tensor frequency = column(0.25f, 0.25f, 0.25f, 0.25f);
    assertThat(of(Quality.LIKELIHOOD, frequency, rare, Losses::binaryCrossEntropy))
        .isCloseTo(0, within(1e-6));
    assertThat(
            of(
                Quality.LIKELIHOOD,
                column(-9, -9, -9, 9),
                rare,
                Losses::binaryCrossEntropyWithLogits))
        .isGreaterThan(0.99);
  }

  @Test
  void worseThanGuessingAndNanAreZero() {
    assertThat(of(Quality.SQUARES, column(9, 9, -9), column(1, 2, 4))).isZero();
    assertThat(of(Quality.SQUARES, column(1, 2, Float.NaN), column(1, 2, 4))).isZero();
    assertThat(of(Quality.DISTANCES, column(1, Float.POSITIVE_INFINITY), column(0, 1))).isZero();
  }
}
