package ai.miniai.examples.battery.tasks;

import static ai.miniai.doctor.Pattern.DEAD_UNITS;
import static ai.miniai.doctor.Pattern.UPDATES_TOO_SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Severity;
import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Outcome;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskBatteryTest {
  @TempDir private Path folder;

  // ---------------------------------------------------------------- the runs

  @Test
  void everyRunHasItsOwnName() {
    assertThat(TaskRun.all()).extracting(TaskRun::id).doesNotHaveDuplicates();
  }

  @Test
  void everyTaskIsTrainedWithoutAFaultFirst() {
    assertThat(TaskRun.all().subList(0, 2 * Task.values().length))
        .allMatch(run -> run.fault() == Fault.NONE)
        .extracting(TaskRun::task)
        .contains(Task.values());
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsMadeInSomeTask(Fault fault) {
    assertThat(Task.values()).anyMatch(fault::fits);
  }

  @Test
  void aboutHalfOfTheRunsAreKeptAside() {
    long aside = TaskRun.all().stream().filter(run -> run.part() == Part.HELD_OUT).count();
    assertThat((double) aside / TaskRun.all().size()).isBetween(0.4, 0.6);
  }

  // ---------------------------------------------------------------- the treatment

  @Test
  void onlyFaultsThatATreatmentCouldUndoAreTreated() {
    assertThat(TaskHealing.runs().map(TaskRun::fault))
        .contains(Fault.RATE_TOO_LOW, Fault.SORTED, Fault.DEAD_RELUS)
        .doesNotContain(Fault.NONE, Fault.HALF_RATE, Fault.RANDOM_LABELS, Fault.DETACHED);
  }

  @Test
  void countsWhatIsHealed() {
    var healing = new TaskHealing();
    assertThat(healing.heal(new TaskRun(Task.REGRESSION, Fault.RATE_TOO_LOW, 1)))
        .startsWith("regression-rate_too_low-s1: quality ")
        .contains(", healed: learning rate ");
    assertThat(healing.heal(new TaskRun(Task.REGRESSION, Fault.HALF_RATE, 1)))
        .contains("was not sick: as it is");
    assertThat(healing.summary())
        .startsWith("healed 1 of 1 sick runs, better 1, mean gain of quality 0.");
  }

  // ---------------------------------------------------------------- the judgement

  private static TaskJudged judged(Fault fault, double quality, Finding... causes) {
    Diagnosis diagnosis =
        new Diagnosis(
            Stream.of(causes).map(one -> new Diagnosis.Cause(one, List.of(), "")).toList(),
            List.of("loss"));
    Map<Pattern, Integer> toldAt =
        Stream.of(causes).collect(Collectors.toMap(Finding::pattern, one -> 20));
    return new TaskJudged(
        new TaskRun(Task.SIX_CLASSES, fault, 1),
        quality,
        0.8,
        new Watched(100, diagnosis, toldAt, OptionalInt.of(20)),
        OptionalInt.of(50));
  }

  private static Finding finding(Pattern pattern, Severity severity, Remedy.Action action) {
    List<Remedy> remedies = List.of(new Remedy(action, 1, ""));
    return new Finding(pattern, "", "", 3, 9, severity, List.of(), "It is so.", "", remedies);
  }

  @Test
  void outcomesAreRelativeToRunsWithoutAFault() {
    assertThat(judged(Fault.NONE, 0.73).outcome()).isEqualTo(Outcome.HEALTHY);
    assertThat(judged(Fault.NONE, 0.7).outcome()).isEqualTo(Outcome.MIDDLING);
    assertThat(judged(Fault.NONE, 0.3).outcome()).isEqualTo(Outcome.SICK);
  }

  @Test
  void theHeadlineNamesTheCauseAndItsFirstRemedyHelps() {
    Finding right = finding(UPDATES_TOO_SMALL, Severity.WARNING, Remedy.Action.CHECK_DATA);
    Finding wrong = finding(DEAD_UNITS, Severity.SICK, Remedy.Action.RAISE_RATE);
    TaskJudged named = judged(Fault.RATE_TOO_LOW, 0, right, wrong);
    assertThat(named.isNamed()).isTrue();
    assertThat(named.isHelped()).isFalse();
    TaskJudged helped = judged(Fault.RATE_TOO_LOW, 0, wrong, right);
    assertThat(helped.isNamed()).isFalse();
    assertThat(helped.isHelped()).isTrue();
    assertThat(judged(Fault.RATE_TOO_LOW, 0).isNamed()).isFalse();
  }

  @Test
  void theTablesCountWhatWasCalled() {
    Finding slow = finding(UPDATES_TOO_SMALL, Severity.SICK, Remedy.Action.RAISE_RATE);
    Finding odd = finding(DEAD_UNITS, Severity.SICK, Remedy.Action.INITIALISE);
    String text =
        new TaskJudgement(
                List.of(
                    judged(Fault.NONE, 0.8),
                    judged(Fault.HALF_RATE, 0.78, odd),
                    judged(Fault.RATE_TOO_LOW, 0.1, slow),
                    judged(Fault.RATE_TOO_LOW, 0.1, odd)))
            .text(true);
    assertThat(text)
        .contains(
            "| healthy | 2 | 1 | 0 | 0 | 1 | 2 |",
            "| sick | 2 | 2 | 0 | 0 | 0 | 2 |",
            "Healthy, but called sick: 1, of these 1 for another reason than their fault\nhealthy",
            "| all | 2 | 2 | 50 % | 50 % |",
            "| half rate | 1 | 1 | 1 | 0 | 0 | – | – | 0 |",
            "| rate too low | 2 | 0 | 0 | 2 | 2 | 50 % | 50 % | 1 |",
            "| updates too small | 1 | 1 | 30 |",
            "+ six_classes-rate_too_low-s1: SICK: updates too small. It is so.");
  }

  // ---------------------------------------------------------------- a real run

  @Test
  void aRunIsTrainedStoredAndJudged() throws IOException {
    // GIVEN a short run
    BatteryStore store = new BatteryStore(folder);
    TaskRun run = new TaskRun(Task.SIX_CLASSES, Fault.TOO_FEW_EPOCHS, 1);
    double quality = train(store, run);
    assertThat(quality).isBetween(0.01, 0.7);
    assertThatThrownBy(() -> TaskJudgement.of(store, part -> true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("six_classes-none-s1 is missing");
    // WHEN those with which it is compared are ten times as good
    for (TaskRun reference : run.references()) {
      store.put(reference.id(), store.record(run.id()), 10 * quality);
    }
    // THEN
    assertThat(TaskJudgement.of(store, part -> true).text(true))
        .contains("| healthy | 2 |", "| sick | 1 |", run.id());
    assertThat(TaskJudgement.of(store, part -> part != run.part()).text(true))
        .doesNotContain(run.id());
  }

  private static double train(BatteryStore store, TaskRun run) throws IOException {
    return new TaskTraining(
            run,
            () -> {
              throw new AssertionError("this task needs no images");
            })
        .train(store);
  }
}
