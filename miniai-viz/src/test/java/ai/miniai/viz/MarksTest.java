package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.Recording.Column;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void marksTheFirstColumnOfEachEpochButTheFirst() {
    assertThat(Marks.of(epochs(3, 4)).epochs()).containsExactly(4, 8);
  }

  @Test
  void marksWhatBelongsToValidation() {
    List<Column> columns =
        List.of(
            new Column(0, 0, true),
            new Column(0, 0, false),
            new Column(0, 1, false),
            new Column(1, 0, true),
            new Column(1, 0, false));
    assertThat(Marks.of(columns).validation())
        .containsExactly(new Marks.Stretch(1, 3), new Marks.Stretch(4, 5));
  }

  @Test
  void marksNothingIfTheBatchesAreNotKnown() {
    Marks marks = Marks.of(List.of());
    assertThat(marks.epochs()).isEmpty();
    assertThat(marks.legend()).isEmpty();
  }

  @Test
  void marksFewOfManyEpochsAndSaysSo() {
    Marks marks = Marks.of(epochs(100, 2));
    assertThat(marks.epochs()).containsExactly(20, 40, 60, 80, 100, 120, 140, 160, 180);
    assertThat(marks.legend()).isEqualTo("vertical lines: every 10 epochs");
  }

  private static List<Column> epochs(int epochs, int batches) {
    return IntStream.range(0, epochs * batches)
        .mapToObj(i -> new Column(i / batches, i % batches, true))
        .toList();
  }
}
