package ai.miniai.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MulticlassAccuracyTest {
  private final MulticlassAccuracy accuracy = new MulticlassAccuracy();

  /** Scores whose largest are those of the classes 0, 2, 1. */
  private static Tensor scores() {
    return Tensor.of(new float[] {3, 1, 2, -1, -2, 0, 0, 0.5f, 0.25f}, 3, 3);
  }

  @Test
  void isTheShareOfItemsWhoseLargestScoreIsThatOfTheirClass() {
    // WHEN
    accuracy.update(scores(), Tensor.of(0L, 2L, 0L));
    // THEN
    assertThat(accuracy.compute()).isEqualTo(2.0 / 3);
  }

  @Test
  void countsItemsAndNotBatches() {
    // GIVEN one batch of three with one hit, one of one with one hit
    accuracy.update(scores(), Tensor.of(0L, 1L, 0L));
    // WHEN
    accuracy.update(Tensor.of(new float[] {0, 0, 1}, 1, 3), Tensor.of(2L));
    // THEN
    assertThat(accuracy.compute()).isEqualTo(0.5);
  }

  @Test
  void takesOneHotTargets() {
    // WHEN
    accuracy.update(scores(), Tensor.of(new float[] {1, 0, 0, 0, 0, 1, 1, 0, 0}, 3, 3));
    // THEN
    assertThat(accuracy.compute()).isEqualTo(2.0 / 3);
  }

  @Test
  void outlivesTheBatch() {
    // WHEN
    try (MemoryScope step = MemoryScope.open()) {
      accuracy.update(scores(), Tensor.of(0L, 2L, 1L));
    }
    // THEN
    assertThat(accuracy.compute()).isEqualTo(1);
  }

  @Test
  void forgetsOnReset() {
    // GIVEN
    accuracy.update(scores(), Tensor.of(0L, 0L, 0L));
    // WHEN
    accuracy.reset();
    // THEN
    assertThat(accuracy.compute()).isNaN();
    accuracy.update(scores(), Tensor.of(0L, 2L, 1L));
    assertThat(accuracy.compute()).isEqualTo(1);
  }

  @Test
  void refusesTargetsOfAnotherLength() {
    assertThatThrownBy(() -> accuracy.update(scores(), Tensor.of(0L, 2L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected scores [batch, classes] and labels [batch] or one-hot [batch, classes], not"
                + " [3, 3] and [2]");
  }

  @Test
  void refusesAColumnOfLabels() {
    assertThatThrownBy(() -> accuracy.update(scores(), Tensor.of(new float[] {0, 2, 1}, 3, 1)))
        .hasMessageContaining("not [3, 3] and [3, 1]");
  }

  @Test
  void refusesScoresThatAreNoTable() {
    assertThatThrownBy(() -> accuracy.update(Tensor.of(new float[3], 3), Tensor.of(0L, 2L, 1L)))
        .hasMessageContaining("not [3] and [3]");
  }
}
