package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.Recording.Column;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.awt.Color;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimelineTest {
  /** Of columns in passes of this many batches. */
  static Timeline time(int pass, Column... columns) {
    return Timeline.of(recording(pass, List.of(columns)));
  }

  @Test
  void countsTrainingSteps() {
    Timeline time = time(5, new Column(0, 0, true, 4), new Column(0, 4, true, 1));
    assertThat(edges(time)).containsExactly(0, 4, 4, 5);
    assertThat(time.end()).isEqualTo(5);
    assertThat(time.title()).isEqualTo("training steps");
  }

  @Test
  void givesValidationNoRoom() {
    Timeline time =
        time(
            2,
            new Column(0, 0, true),
            new Column(0, 1, true),
            new Column(0, 0, false),
            new Column(0, 1, false),
            new Column(1, 0, true),
            new Column(1, 1, true),
            new Column(1, 0, false));
    assertThat(edges(time)).containsExactly(0, 1, 1, 2, 2, 3, 3, 4);
    assertThat(time.end()).isEqualTo(4);
    assertThat(time.validation())
        .containsEntry(2.0, ImmutableList.of(2, 3))
        .containsEntry(4.0, ImmutableList.of(6));
  }

  @Test
  void reachesToTheNextBatchIfOneInTenIsRecorded() {
    // GIVEN three epochs of 16 batches
    Column[] everyTenth =
        IntStream.range(0, 48)
            .filter(step -> step % 16 % 10 == 0)
            .mapToObj(step -> new Column(step / 16, step % 16, true))
            .toArray(Column[]::new);
    // WHEN
    Timeline time = time(16, everyTenth);
    // THEN there is no gap, and no step more than there was
    assertThat(edges(time)).containsExactly(0, 10, 10, 16, 16, 26, 26, 32, 32, 42, 42, 48);
    assertThat(time.end()).isEqualTo(48);
  }

  @Test
  void leavesNoGapWhereARecordingBecomesRarer() {
    Timeline time = time(15, training(0, 1, 5, 10));
    assertThat(edges(time)).containsExactly(0, 1, 1, 5, 5, 10, 10, 15);
  }

  @Test
  void hasAGapWhereNothingWasRecorded() {
    Timeline time = time(100, training(0, 1, 2, 90, 91));
    assertThat(edges(time)).containsExactly(0, 1, 1, 2, 2, 3, 90, 91, 91, 92);
    Line line = time.line("a", Color.BLUE, 5, 6, 7, 8, 9);
    assertThat(line.ys()).containsExactly(5, 6, 7, Double.NaN, 8, 9);
    assertThat(line.xs()).isSorted();
  }

  @Test
  void drawsDotsForTheMeanOfAValidationPass() {
    Timeline time =
        time(1, new Column(0, 0, true), new Column(0, 0, false), new Column(0, 1, false));
    Line dots = time.dots("a", Color.BLUE, 9, 1, 2);
    assertThat(dots.xs()).containsExactly(1);
    assertThat(dots.ys()).containsExactly(1.5);
  }

  @Test
  void countsColumnsOfWhichNothingIsKnown() {
    LayerStats layer = Recordings.layer("a", Collections.nCopies(3, Recordings.absent()));
    Timeline time = Timeline.of(new Recording(List.of(layer), List.of()));
    assertThat(edges(time)).containsExactly(0, 1, 1, 2, 2, 3);
    assertThat(time.title()).isEqualTo("batches");
    assertThat(time.marks().legend()).isEmpty();
  }

  @Test
  void countsBatchesIfThereIsOnlyValidation() {
    Timeline time = time(9, new Column(0, 0, false, 2), new Column(0, 2, false));
    assertThat(edges(time)).containsExactly(0, 2, 2, 3);
    assertThat(time.title()).isEqualTo("validation batches");
  }

  @Test
  void isAsLongAsTheRun() {
    Recording recording = recording(10, List.of(training(0, 1)));
    LossHistory losses = new LossHistory(Collections.nCopies(25, 1.0), List.of());
    RunRecord run = new RunRecord(List.of(recording), losses, OptionalInt.empty(), 0);
    assertThat(Timeline.of(recording, run).axis().max()).isEqualTo(25);
  }

  private static Column[] training(int... steps) {
    return IntStream.of(steps).mapToObj(i -> new Column(0, i, true)).toArray(Column[]::new);
  }

  private static Recording recording(int pass, List<Column> columns) {
    return new Recording(Quantity.ACTIVATIONS, List.of(), columns, pass);
  }

  private static double[] edges(Timeline time) {
    return time.sections().stream()
        .flatMap(section -> Stream.of(section.begin(), section.end()))
        .mapToDouble(edge -> edge)
        .toArray();
  }
}
