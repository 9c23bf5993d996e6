package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.recording.Recording.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void countsBatches() {
    Timeline time = Timeline.of(List.of(new Column(0, 0, true, 4), new Column(0, 4, true, 1)), 2);
    assertThat(time.edges()).containsExactly(0, 4, 5);
    assertThat(time.centres()).containsExactly(1.5, 4);
    assertThat(time.axis()).isEqualTo(Axis.batches(5));
    assertThat(time.isEven()).isFalse();
  }

  @Test
  void seesThatOneInTenBatchesWasRecorded() {
    Timeline time =
        Timeline.of(
            List.of(
                new Column(0, 0, true, 2),
                new Column(0, 20, true, 2),
                new Column(0, 40, true, 1),
                new Column(0, 0, false, 1)),
            4);
    assertThat(time.edges()).containsExactly(0, 20, 40, 50, 60);
  }

  @Test
  void leavesRoomForWhatWasLeftOutLaterOn() {
    Timeline time =
        Timeline.of(
            List.of(
                new Column(0, 0, true),
                new Column(0, 1, true),
                new Column(0, 5, true),
                new Column(0, 10, true),
                new Column(0, 0, false)),
            5);
    assertThat(time.edges()).containsExactly(0, 1, 5, 10, 15, 16);
  }

  @Test
  void takesColumnsThatAreNotKnownForBatches() {
    assertThat(Timeline.of(List.of(), 3)).isEqualTo(Timeline.of(3));
    assertThat(Timeline.of(3).centres()).containsExactly(0, 1, 2);
  }
}
