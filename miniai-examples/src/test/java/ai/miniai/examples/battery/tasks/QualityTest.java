package ai.miniai.examples.battery.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.learner.Predictions;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static double of(Quality quality, Tensor predictions, Tensor targets) {
    return quality.of(new Predictions(Outputs.of(predictions), List.of(targets), Optional.empty()));
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
  void rankingTakesOneLogitOrTwo() {
    Tensor one = column(1, 2, 3, 4);
    Tensor two = Tensor.of(new float[] {0, 1, 0, 2, 0, 3, 0, 4}, 4, 2);
    Tensor classes = Tensor.of(0L, 1L, 0L, 1L);
    assertThat(of(Quality.RANKING, one, column(0, 1, 0, 1))).isCloseTo(0.5, within(1e-6));
    assertThat(of(Quality.RANKING, two, classes)).isCloseTo(0.5, within(1e-6));
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
  void worseThanGuessingAndNanAreZero() {
    assertThat(of(Quality.SQUARES, column(9, 9, -9), column(1, 2, 4))).isZero();
    assertThat(of(Quality.SQUARES, column(1, 2, Float.NaN), column(1, 2, 4))).isZero();
    assertThat(of(Quality.RANKING, column(1, Float.POSITIVE_INFINITY), column(0, 1))).isZero();
  }
}
