package ai.miniai.examples.battery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatteryTest {
  /** A run that keeps one loss for 100 batches. */
  private static Judged judged(BatteryRun run, double loss, double accuracy) {
    var losses = new LossHistory(Collections.nCopies(100, loss), ImmutableList.of());
    return Judged.of(
        run, accuracy, new RunRecord(ImmutableList.of(), losses, OptionalInt.of(10), 0));
  }

  @Test
  void everyRunHasItsOwnNameAndSeed() {
    assertThat(BatteryRun.all()).extracting(BatteryRun::id).doesNotHaveDuplicates();
    assertThat(BatteryRun.all()).extracting(BatteryRun::seed).doesNotHaveDuplicates();
  }

  @Test
  void aboutHalfOfTheFirstRunsAreKeptAside() {
    assertThat(count(BatteryRun.Part.HELD_OUT))
        .isBetween(count(BatteryRun.Part.SEEN), 2 * count(BatteryRun.Part.SEEN));
  }

  @Test
  void theFreshRunsAreOfOldNetworksAndOfNewOnes() {
    assertThat(BatteryRun.all().stream().filter(run -> run.network().isNew()))
        .isNotEmpty()
        .allMatch(run -> run.part() == BatteryRun.Part.FRESH)
        .hasSizeLessThan((int) count(BatteryRun.Part.FRESH));
  }

  private static long count(BatteryRun.Part part) {
    return BatteryRun.all().stream().filter(run -> run.part() == part).count();
  }

  @Test
  void outcomesAreRelativeToTheBestOfTheNetwork() {
    Judged run = judged(BatteryRun.all().get(0), 0.5, 0.8);
    assertThat(run.outcome(0.82)).isEqualTo(Judged.Outcome.HEALTHY);
    assertThat(run.outcome(0.9)).isEqualTo(Judged.Outcome.MIDDLING);
    assertThat(run.outcome(1.01)).isEqualTo(Judged.Outcome.SICK);
  }

  @Test
  void theDoctorWatchesARecordAsIfItWentOnNow() {
    Judged run = judged(BatteryRun.all().get(0), 2.3, 0.1);
    assertThat(run.sickAt()).hasValue(30);
    assertThat(run.foundBefore(0.4)).isTrue();
    assertThat(run.foundBefore(0.3)).isFalse();
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
