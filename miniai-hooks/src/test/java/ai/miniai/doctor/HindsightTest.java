package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is left of the findings when a run is over. */
class HindsightTest {
  private static final int BATCHES = 100;

  private static Finding finding(Pattern pattern, Severity severity) {
    return new Finding(
        pattern, "", "", 0, 9, severity, ImmutableList.of(), "", "", ImmutableList.of());
  }

  private static VitalsBuilder run(IntToDoubleFunction loss) {
    return new VitalsBuilder(BATCHES).loss(loss);
  }

  /** The severity that is left of a finding, which was there before or to the end. */
  private static Severity left(
      Pattern pattern, Severity before, VitalsBuilder run, Finding... last) {
    Map<Pattern, Finding> worst = new EnumMap<>(Pattern.class);
    worst.put(pattern, finding(pattern, before));
    Hindsight.revise(worst, run.build(), List.of(last));
    return worst.get(pattern).severity();
  }

  @Test
  void whatWasCalledSickIsAWarningIfTheRunHasLearned() {
    VitalsBuilder learned = run(batch -> 0.2);
    assertThat(left(Pattern.PLATEAU, Severity.SICK, learned)).isEqualTo(Severity.WARNING);
    assertThat(left(Pattern.DEAD_UNITS, Severity.WARNING, learned)).isEqualTo(Severity.NOTE);
    assertThat(left(Pattern.DEAD_UNITS, Severity.NOTE, learned)).isEqualTo(Severity.NOTE);
  }

  @Test
  void whatIsStillThereAtTheEndIsAsBadAsItIsThen() {
    Finding last = finding(Pattern.DEAD_UNITS, Severity.NOTE);
    assertThat(left(Pattern.DEAD_UNITS, Severity.SICK, run(batch -> 0.2), last))
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void aRunThatStillGuessesKeepsItsFindings() {
    assertThat(left(Pattern.PLATEAU, Severity.SICK, run(batch -> 2.3))).isEqualTo(Severity.SICK);
  }

  @Test
  void aRunThatGoesOnKeepsItsFindings() {
    VitalsBuilder goesOn = run(batch -> 0.2).planned(2 * BATCHES);
    assertThat(left(Pattern.PLATEAU, Severity.SICK, goesOn)).isEqualTo(Severity.SICK);
  }

  @Test
  void aLowTrainingLossSaysNothingAboutValidation() {
    VitalsBuilder unseen = run(batch -> 0.2);
    assertThat(left(Pattern.SORTED_TARGETS, Severity.SICK, unseen)).isEqualTo(Severity.SICK);
    VitalsBuilder useless = run(batch -> 0.2).passes(0.2, 5, 5);
    assertThat(left(Pattern.BELOW_CHANCE, Severity.SICK, useless)).isEqualTo(Severity.SICK);
    VitalsBuilder good = run(batch -> 0.2).passes(0.2, 0.3, 0.3);
    assertThat(left(Pattern.BELOW_CHANCE, Severity.SICK, good)).isEqualTo(Severity.WARNING);
  }

  @Test
  void aLossBelowGuessingInTheEndWasNoGuessing() {
    VitalsBuilder little = run(batch -> 2.3 - 0.003 * batch);
    assertThat(left(Pattern.PLATEAU, Severity.SICK, little)).isEqualTo(Severity.WARNING);
    assertThat(left(Pattern.EQUAL_WEIGHTS, Severity.SICK, little)).isEqualTo(Severity.WARNING);
    assertThat(left(Pattern.DEAD_UNITS, Severity.SICK, little)).isEqualTo(Severity.SICK);
  }

  @Test
  void largeStepsWereNoSicknessIfValidationIsGoodInTheEnd() {
    VitalsBuilder noisy = run(batch -> 1.5 + batch * 7 % 11 / 10.0).passes(2, 2.2, 1.7);
    assertThat(left(Pattern.UPDATES_TOO_LARGE, Severity.SICK, noisy)).isEqualTo(Severity.WARNING);
    assertThat(left(Pattern.NEVER_LEARNS, Severity.SICK, noisy)).isEqualTo(Severity.SICK);
  }

  @Test
  void aRunThatHasLevelledOutInValidationWasNotSlow() {
    VitalsBuilder level = run(batch -> 2 - batch * 0.001).passes(2, 2, 1.9, 1.88);
    assertThat(left(Pattern.LEARNS_SLOWLY, Severity.SICK, level)).isEqualTo(Severity.WARNING);
    VitalsBuilder straight = run(batch -> 2 - batch * 0.001).passes(2, 2.2, 2.1, 2);
    assertThat(left(Pattern.LEARNS_SLOWLY, Severity.SICK, straight)).isEqualTo(Severity.SICK);
  }
}
