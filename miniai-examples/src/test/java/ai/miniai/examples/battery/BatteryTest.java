package ai.miniai.examples.battery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.examples.battery.record.Outcome;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Watched;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatteryTest {
  /** A run that keeps one loss for 200 batches. */
  private static Judged judged(BatteryRun run, double loss, double accuracy) {
    var losses = new LossHistory(Collections.nCopies(200, loss), ImmutableList.of());
    var record = new RunRecord(ImmutableList.of(), losses, OptionalInt.of(10), 0);
    return new Judged(run, accuracy, Watched.of(record));
  }

  @Test
  void everyRunHasItsOwnNameAndSeed() {
    assertThat(BatteryRun.all()).extracting(BatteryRun::id).doesNotHaveDuplicates();
    assertThat(BatteryRun.all()).extracting(BatteryRun::seed).doesNotHaveDuplicates();
  }

  @Test
  void aboutHalfOfTheFirstRunsAreKeptAside() {
    assertThat(count(Part.HELD_OUT)).isBetween(count(Part.SEEN), 2 * count(Part.SEEN));
  }

  @Test
  void theFreshRunsAreOfOldNetworksAndOfNewOnes() {
    assertThat(BatteryRun.all().stream().filter(run -> run.network().isNew()))
        .isNotEmpty()
        .allMatch(run -> run.part() == Part.FRESH)
        .hasSizeLessThan((int) count(Part.FRESH));
  }

  private static long count(Part part) {
    return BatteryRun.all().stream().filter(run -> run.part() == part).count();
  }

  @Test
  void outcomesAreRelativeToTheBestOfTheNetwork() {
    Judged run = judged(BatteryRun.all().get(0), 0.5, 0.8);
    assertThat(run.outcome(0.82)).isEqualTo(Outcome.HEALTHY);
    assertThat(run.outcome(0.9)).isEqualTo(Outcome.MIDDLING);
    assertThat(run.outcome(1.01)).isEqualTo(Outcome.SICK);
  }

  @Test
  void theDoctorWatchesARecordAsIfItWentOnNow() {
    Judged run = judged(BatteryRun.all().get(0), 2.3, 0.1);
    assertThat(run.watched().sickAt()).hasValue(60);
    assertThat(run.watched().foundBefore(0.4)).isTrue();
    assertThat(run.watched().foundBefore(0.3)).isFalse();
  }

  @Test
  void theTablesCountWhatWasFound() {
    // GIVEN the best run of a network and one that guesses, both in the same part
    BatteryRun good = BatteryRun.all().get(0);
    BatteryRun bad =
        BatteryRun.all().stream()
            .filter(run -> !run.equals(good) && run.network() == good.network())
            .filter(run -> run.part() == good.part())
            .findFirst()
            .orElseThrow();
    // WHEN
    String text =
        new Judgement(
                ImmutableList.of(judged(good, 0.5, 0.8), judged(bad, 2.3, 0.1)),
                run -> run.part() == good.part())
            .text(true);
    // THEN
    assertThat(text)
        .contains(
            "| healthy | 1 | 0 | 0 |",
            "| sick | 1 | 1 | 1 |",
            "| chance-level plateau | 1 | 0 | 100 % | 1 | 100 % |",
            bad.id() + ": SICK chance-level plateau");
  }
}
