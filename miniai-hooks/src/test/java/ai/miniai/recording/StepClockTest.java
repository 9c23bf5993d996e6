package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Pictures;
import ai.miniai.nn.Conv2d;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One clock for all: the number of training batches so far. */
class StepClockTest {
  private static Recording recording(int batchesPerPass) {
    return new Recording(
        Quantity.ACTIVATIONS,
        List.of(),
        List.of(
            new Recording.Column(0, 0, true, 2),
            new Recording.Column(0, 4, true, 2),
            new Recording.Column(0, 0, false, 9),
            new Recording.Column(1, 0, true, 2)),
        batchesPerPass);
  }

  @Test
  void countsTrainingBatches() {
    StepClock clock = new StepClock(10);
    assertThat(clock.step(new Place(0, 0, true))).isZero();
    assertThat(clock.step(new Place(0, 9, true))).isEqualTo(9);
    assertThat(clock.step(new Place(2, 3, true))).isEqualTo(23);
  }

  @Test
  void validationStandsAtTheEndOfItsEpochAndTakesNoTime() {
    StepClock clock = new StepClock(10);
    assertThat(clock.step(new Place(0, 0, false))).isEqualTo(10);
    assertThat(clock.step(new Place(0, 7, false))).isEqualTo(10);
    assertThat(clock.step(new Place(1, 0, true))).isEqualTo(10);
  }

  @Test
  void isWhatTheRecordingSays() {
    assertThat(StepClock.of(recording(8)).batchesPerPass()).isEqualTo(8);
    assertThat(StepClock.of(RunRecord.of(List.of(recording(8)))).batchesPerPass()).isEqualTo(8);
  }

  @Test
  void isConcludedFromWhatIsThereIfItIsNotSaid() {
    LossHistory losses = new LossHistory(List.of(), List.of(new LossHistory.Validation(7, 1)));
    RunRecord run = new RunRecord(List.of(recording(0)), losses, OptionalInt.empty(), 0);
    assertThat(StepClock.of(run).batchesPerPass()).isEqualTo(7);
    assertThat(StepClock.of(recording(0)).batchesPerPass()).isEqualTo(6);
    assertThat(StepClock.of(RunRecord.of(List.of())).batchesPerPass()).isEqualTo(1);
  }

  @Test
  void countsFarBeyondAnInt() {
    long step = new StepClock(Integer.MAX_VALUE).step(new Place(1 << 30, 5, true));
    assertThat(step).isEqualTo(Integer.MAX_VALUE * (1L << 30) + 5);
  }

  @Test
  void aPassHasABatch() {
    assertThatThrownBy(() -> new StepClock(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 batch or more, not 0");
  }

  @Test
  void aFitTellsHowManyBatchesAPassHas() {
    // GIVEN
    ActivationStats stats = new ActivationStats(Conv2d.class).every(2);
    // WHEN
    Pictures.learner(Pictures.small(), stats).fit(2);
    // THEN
    assertThat(stats.recording().batchesPerPass()).isEqualTo(3);
    assertThat(stats.recording().layers().get(0).title()).startsWith("0.0 Conv2d 1→");
  }
}
