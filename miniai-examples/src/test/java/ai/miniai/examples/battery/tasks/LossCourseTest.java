package ai.miniai.examples.battery.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RunRecord;
import ai.miniai.setup.Guessing;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LossCourseTest {
  private static final LossCourse HEALTHY = course(0, 0.1, 0.3, 0.5, 0.6, 0.6);

  private static LossCourse course(double... gains) {
    return new LossCourse(ImmutableDoubleArray.copyOf(gains));
  }

  @Test
  void aGainIsTheShareOfTheLossOfGuessingThatIsGone() {
    var losses =
        new LossHistory(ImmutableList.of(4.0, 4.0, 3.0, 3.0, 3.0, 1.0), ImmutableList.of());
    var guessing =
        new Guessing(ImmutableDoubleArray.of(Double.NaN, 4, Double.NaN), ImmutableDoubleArray.of());
    var record =
        new RunRecord(
            ImmutableList.of(), losses, OptionalInt.empty(), 0, RunSetup.UNKNOWN, guessing);
    assertThat(LossCourse.of(record).gains().asList())
        .containsExactly(0.0, 0.0, 0.0, 0.125, 0.25, 0.25);
  }

  @Test
  void withoutALossOfGuessingTheFirstLossTakesItsPlace() {
    var losses = new LossHistory(ImmutableList.of(2.0, 1.0, 1.0), ImmutableList.of());
    var record = new RunRecord(ImmutableList.of(), losses, OptionalInt.empty(), 0);
    assertThat(LossCourse.of(record).gains().asList()).containsExactly(0.0, 0.25, 0.5);
  }

  @Test
  void troubleShowsOnceAHealthyRunHasGainedMuchMore() {
    assertThat(course(0, 0, 0, 0, 0, 0).troubleAt(HEALTHY)).hasValue(3);
    assertThat(course(0, 0.1, 0.2, 0.3, 0.3, 0.2).troubleAt(HEALTHY)).hasValue(5);
    assertThat(course(0, 0.1, 0.2, 0.3, 0.4, 0.4).troubleAt(HEALTHY)).isEmpty();
  }

  @Test
  void aLongerRunIsComparedWithTheEndOfTheHealthyOne() {
    assertThat(course(0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.2).troubleAt(HEALTHY)).hasValue(7);
  }

  @Test
  void aLossThatIsNotFiniteShowsAtOnce() {
    assertThat(course(0, Double.NaN, 0).troubleAt(HEALTHY)).hasValue(1);
    assertThat(course(0, Double.NEGATIVE_INFINITY, 0).troubleAt(HEALTHY)).hasValue(1);
  }
}
