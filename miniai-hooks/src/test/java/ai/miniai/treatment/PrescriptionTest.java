package ai.miniai.treatment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import org.junit.jupiter.api.Test;

class PrescriptionTest {
  private static final Remedy LOWER = new Remedy(Action.LOWER_RATE, 1.0 / 3, "");
  private static final Remedy RAISE = new Remedy(Action.RAISE_RATE, 3, "");
  private static final Remedy CLIP = new Remedy(Action.CLIP_GRADIENTS, 1, "");

  @Test
  void nothingIsChangedAtFirst() {
    assertThat(Prescription.NONE.rate(0.123)).isEqualTo(0.123);
    assertThat(Prescription.NONE.epochs(5)).isEqualTo(5);
    assertThat(Prescription.NONE).hasToString("as it is");
  }

  @Test
  void ratesAreMultipliedAndRounded() {
    Prescription twice = Prescription.NONE.plus(LOWER).plus(CLIP).plus(LOWER);
    assertThat(twice.rate(0.6)).isEqualTo(0.067);
    assertThat(twice.remedies()).hasSize(2);
    assertThat(twice.has(Action.CLIP_GRADIENTS)).isTrue();
  }

  @Test
  void whatWasLoweredAndRaisedIsAsBefore() {
    assertThat(Prescription.NONE.plus(LOWER).plus(RAISE)).isEqualTo(Prescription.NONE);
  }

  @Test
  void aRemedyCountsOnce() {
    assertThat(Prescription.NONE.plus(CLIP).plus(CLIP)).isEqualTo(Prescription.NONE.plus(CLIP));
  }

  @Test
  void theOutputIsChangedOnce() {
    Prescription changed = Prescription.NONE.plus(new Remedy(Action.CHANGE_OUTPUT, 1, ""));
    assertThat(changed.plus(new Remedy(Action.CHANGE_OUTPUT_OR_LOSS, 1, ""))).isEqualTo(changed);
  }

  @Test
  void anotherOptimizerHasARateOfItsOwn() {
    Prescription adam =
        Prescription.NONE.plus(new Remedy(Action.CHANGE_OPTIMIZER, 1, "")).plus(LOWER);
    assertThat(adam.rate(50)).isEqualTo(0.00033, offset(1e-9));
  }

  @Test
  void moreEpochsAreThreeTimesAsManyEachTime() {
    Prescription longer = Prescription.NONE.plus(new Remedy(Action.MORE_EPOCHS, 1, ""));
    assertThat(longer.epochs(2)).isEqualTo(6);
    assertThat(longer.plus(new Remedy(Action.MORE_EPOCHS, 1, "")).epochs(2)).isEqualTo(18);
    assertThat(longer.plus(new Remedy(Action.MORE_EPOCHS, 2, "")))
        .hasToString("6 times as many epochs");
  }

  @Test
  void batchesAreFourTimesAsLargeEachTime() {
    Remedy larger = new Remedy(Action.LARGER_BATCH, 1, "");
    assertThat(Prescription.NONE.plus(larger).plus(larger).times(Action.LARGER_BATCH))
        .isEqualTo(16);
    assertThat(Prescription.NONE.times(Action.LARGER_BATCH)).isEqualTo(1);
  }

  @Test
  void anotherOptimizerForgetsTheRateOfTheFirst() {
    Prescription adam =
        Prescription.NONE.plus(LOWER).plus(new Remedy(Action.CHANGE_OPTIMIZER, 1, ""));
    assertThat(adam.rate(50)).isEqualTo(0.001);
  }

  @Test
  void closeRatesAreAlike() {
    Prescription lower = Prescription.NONE.plus(LOWER);
    assertThat(lower.isLike(lower.withRate(0.3, "by a range test"))).isTrue();
    assertThat(lower.isLike(lower.withRate(0.2, ""))).isFalse();
    assertThat(lower.plus(CLIP).isLike(lower)).isFalse();
    assertThat(Prescription.NONE.plus(CLIP).plus(LOWER).isLike(lower.plus(CLIP))).isTrue();
  }

  @Test
  void eachActionHasWords() {
    for (Action action : Action.values()) {
      Remedy remedy = new Remedy(action, 0.5, "");
      assertThat(Wording.change(remedy, Prescription.NONE.plus(remedy))).isNotBlank();
    }
  }
}
