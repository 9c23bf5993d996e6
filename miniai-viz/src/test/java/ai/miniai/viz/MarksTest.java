package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void numbersTheEpochs() {
    Marks marks = new Marks(4, 12, ImmutableList.of());
    assertThat(marks.epochs(100)).containsExactly(0, 1, 2);
    assertThat(marks.legend()).isEqualTo("numbers above: epochs");
  }

  @Test
  void saysWhereValidationWas() {
    Marks marks = new Marks(4, 4, ImmutableList.of(4.0));
    assertThat(marks.legend()).isEqualTo("triangles above: validation");
  }

  @Test
  void marksNothingIfTheBatchesAreNotKnown() {
    Marks marks = new Marks(0, 12, ImmutableList.of());
    assertThat(marks.epochs(100)).isEmpty();
    assertThat(marks.legend()).isEmpty();
    assertThat(marks.lane()).isZero();
  }

  @Test
  void marksFewOfManyEpochs() {
    Marks marks = new Marks(2, 200, ImmutableList.of());
    assertThat(marks.epochs(100)).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
    assertThat(marks.epochs(3)).containsExactly(0, 50);
  }
}
