package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultOutcomeTest {
  private static final Dataset ITEMS =
      Dataset.of(
          List.of(
              Sample.of(
                  new HostArray.Floats(new float[] {1, -7}, 2),
                  new HostArray.Longs(new long[] {2})),
              Sample.of(
                  new HostArray.Floats(new float[] {6, 0}, 2),
                  new HostArray.Longs(new long[] {1}))));

  private static FaultData data(long... validClasses) {
    return new FaultData(
        ImmutableLongArray.of(2), ITEMS, ITEMS, ImmutableLongArray.copyOf(validClasses));
  }

  @Test
  void ofClassesTheShareOfWrongOnesCounts() {
    Tensor scores = Tensor.of(new float[] {9, 1, 0, 2, 3, 4, 0, 8, 1, 0, 5, 1}, 4, 3);

    FaultOutcome outcome =
        FaultOutcome.of(data(0, 2, 1, 0), KerasLoss.MSE, scores, Tensor.zeros(4, 3));

    assertThat(outcome.error()).isEqualTo(0.25);
    assertThat(outcome.guessing()).isEqualTo(0.5);
    assertThat(outcome.learned()).isEqualTo(0.5);
    assertThat(outcome.endsWell()).isTrue();
    assertThat(outcome.largestInput()).isEqualTo(7);
    assertThat(outcome.largestTarget()).isEqualTo(2);
    assertThat(outcome.text()).isEqualTo("accuracy 0.750 (guessing 0.500)");
  }

  @Test
  void aSingleOutputIsRounded() {
    Tensor scores = Tensor.of(new float[] {0.2f, 1.7f, 0.6f, Float.NaN}, 4, 1);

    assertThat(FaultOutcome.of(data(0, 2, 0, 0), KerasLoss.MSE, scores, Tensor.zeros(4, 1)).error())
        .isEqualTo(0.5);
  }

  @Test
  void ofNumbersTheLossIsComparedWithThatOfTheBestConstant() {
    Tensor targets = Tensor.of(new double[] {1, 5}, 2, 1);
    Tensor close = Tensor.of(new double[] {2, 4}, 2, 1);

    FaultOutcome outcome = FaultOutcome.of(data(), KerasLoss.MSE, close, targets);

    assertThat(outcome.error()).isEqualTo(1);
    assertThat(outcome.guessing()).isEqualTo(4);
    assertThat(outcome.learned()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void aRunThatEndsInNanDoesNotEndWell() {
    assertThat(new FaultOutcome(Double.NaN, 4, false, 1, 1).endsWell()).isFalse();
    assertThat(new FaultOutcome(0, 0, true, 1, 1).endsWell()).isFalse();
  }
}
