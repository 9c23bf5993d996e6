package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultJudgementTest {
  private static final FaultOutcome GOOD = outcome(0.1, 1, 1);
  private static final FaultOutcome BAD = outcome(0.9, 1, 1);

  private static FaultOutcome outcome(double error, double largestInput, double largestTarget) {
    return new FaultOutcome(error, 0.9, true, largestInput, largestTarget);
  }

  private static Opinion opinion(Severity severity, Pattern pattern, Fault... mended) {
    return new Opinion(
        severity,
        Optional.of(pattern),
        "",
        Arrays.stream(mended).map(ImmutableSet::of).collect(ImmutableList.toImmutableList()));
  }

  private static Opinion warning(Fault... mended) {
    return opinion(Severity.WARNING, Pattern.VANISHING, mended);
  }

  private static FaultJudgement ofLrAndAct(Opinion opinion) {
    return FaultJudgement.ofFaulty(opinion, List.of(Fault.LR, Fault.ACT));
  }

  @Test
  void theFirstRemedyNamesTheCause() {
    FaultJudgement judgement = ofLrAndAct(warning(Fault.ACT, Fault.EPOCH));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isTrue();
  }

  @Test
  void aLaterRemedyRecognisesOnly() {
    FaultJudgement judgement = ofLrAndAct(warning(Fault.EPOCH, Fault.LR));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isFalse();
  }

  @Test
  void sickIsRecognisedWhateverTheRemedy() {
    FaultJudgement judgement = ofLrAndAct(opinion(Severity.SICK, Pattern.VANISHING, Fault.EPOCH));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isFalse();
  }

  @Test
  void aNoteIsNoWarning() {
    Opinion note = opinion(Severity.NOTE, Pattern.UPDATES_TOO_LARGE, Fault.LR);

    assertThat(ofLrAndAct(note).recognised()).isFalse();
    assertThat(FaultJudgement.ofGood(note, GOOD).alarm()).isFalse();
  }

  @Test
  void aWarningOfSomethingElseDoesNotCount() {
    assertThat(ofLrAndAct(warning(Fault.EPOCH)).recognised()).isFalse();
    assertThat(ofLrAndAct(Opinion.NONE).recognised()).isFalse();
  }

  @Test
  void aGoodRunThatIsCalledSickIsAFalseAlarm() {
    Opinion sick = opinion(Severity.SICK, Pattern.UPDATES_TOO_LARGE, Fault.LR);

    assertThat(FaultJudgement.ofGood(sick, GOOD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(sick, BAD).alarm()).isFalse();
    assertThat(FaultJudgement.ofGood(Opinion.NONE, GOOD).alarm()).isFalse();
  }

  @Test
  void aWarningIsAFalseAlarmIfTheFactsRefuteIt() {
    Opinion inputs = opinion(Severity.WARNING, Pattern.INPUT_SCALE, Fault.MISSING_PREP);

    assertThat(FaultJudgement.ofGood(inputs, BAD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(inputs, outcome(0.1, 255, 1)).alarm()).isFalse();
    assertThat(FaultJudgement.ofGood(inputs, outcome(0.1, 0.01, 1)).alarm()).isFalse();
    Opinion targets = opinion(Severity.WARNING, Pattern.TARGET_SCALE, Fault.MISSING_PREP);
    assertThat(FaultJudgement.ofGood(targets, outcome(0.1, 255, 1)).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(targets, outcome(0.1, 1, 255)).alarm()).isFalse();
  }

  @Test
  void aRunThatEndsWellRefutesThatItDoesNotLearn() {
    Opinion stuck = opinion(Severity.WARNING, Pattern.PLATEAU, Fault.LR);

    assertThat(FaultJudgement.ofGood(stuck, GOOD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(stuck, BAD).alarm()).isFalse();
  }
}
