package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.doctor.Severity;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultJudgementTest {
  private static final FaultOutcome GOOD = new FaultOutcome(0.1, 0.9, true, 1);
  private static final FaultOutcome BAD = new FaultOutcome(0.9, 0.9, true, 1);
  private static final Opinion NOTHING =
      new Opinion(Optional.empty(), "", "nothing", ImmutableList.of());

  private static Opinion opinion(Severity severity, String pattern, Fault... remedies) {
    return new Opinion(
        Optional.of(severity),
        pattern,
        "",
        ImmutableList.copyOf(remedies).stream()
            .map(ImmutableSet::of)
            .collect(ImmutableList.toImmutableList()));
  }

  private static FaultJudgement ofLrAndAct(Opinion opinion) {
    return FaultJudgement.ofFaulty(opinion, List.of(Fault.LR, Fault.ACT));
  }

  @Test
  void theFirstRemedyNamesTheCause() {
    FaultJudgement judgement = ofLrAndAct(opinion(Severity.WARNING, "", Fault.ACT, Fault.EPOCH));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isTrue();
  }

  @Test
  void aLaterRemedyRecognisesOnly() {
    FaultJudgement judgement = ofLrAndAct(opinion(Severity.WARNING, "", Fault.EPOCH, Fault.LR));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isFalse();
  }

  @Test
  void sickIsRecognisedWhateverTheRemedy() {
    FaultJudgement judgement = ofLrAndAct(opinion(Severity.SICK, "", Fault.EPOCH));

    assertThat(judgement.recognised()).isTrue();
    assertThat(judgement.cause()).isFalse();
  }

  @Test
  void aWarningOfSomethingElseDoesNotCount() {
    assertThat(ofLrAndAct(opinion(Severity.WARNING, "", Fault.EPOCH)).recognised()).isFalse();
    assertThat(ofLrAndAct(NOTHING).recognised()).isFalse();
  }

  @Test
  void aGoodRunThatIsCalledSickIsAFalseAlarm() {
    Opinion sick = opinion(Severity.SICK, "updates too large", Fault.LR);

    assertThat(FaultJudgement.ofGood(sick, GOOD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(sick, BAD).alarm()).isFalse();
    assertThat(FaultJudgement.ofGood(NOTHING, GOOD).alarm()).isFalse();
  }

  @Test
  void aWarningIsAFalseAlarmIfTheFactsRefuteIt() {
    Opinion inputs = opinion(Severity.WARNING, "input not normalised", Fault.MISSING_PREP);

    assertThat(FaultJudgement.ofGood(inputs, BAD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(inputs, new FaultOutcome(0.1, 0.9, true, 255)).alarm())
        .isFalse();
    assertThat(FaultJudgement.ofGood(inputs, new FaultOutcome(0.1, 0.9, true, 0.01)).alarm())
        .isFalse();
  }

  @Test
  void aRunThatEndsWellRefutesThatItDoesNotLearn() {
    Opinion stuck = opinion(Severity.WARNING, "learns slowly", Fault.LR);

    assertThat(FaultJudgement.ofGood(stuck, GOOD).alarm()).isTrue();
    assertThat(FaultJudgement.ofGood(stuck, BAD).alarm()).isFalse();
  }
}
