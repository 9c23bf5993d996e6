package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Causes and consequences, whatever has been found. */
class CausalGraphTest {
  private static Finding finding(Pattern pattern, Severity severity, Remedy... remedies) {
    return new Finding(
        pattern,
        "",
        "",
        0,
        9,
        severity,
        ImmutableList.of(),
        "Seen.",
        "",
        ImmutableList.copyOf(remedies));
  }

  private static Diagnosis diagnosis(Collection<Finding> findings) {
    return CausalGraph.diagnosis(findings, new Advice(RunSetup.UNKNOWN), ImmutableList.of("loss"));
  }

  /** Findings of different patterns. */
  @Provide
  Arbitrary<List<Finding>> findings() {
    Arbitrary<Remedy> remedies =
        Arbitraries.of(Remedy.rate(1.0 / 3), Remedy.rate(3), Remedy.of(Remedy.Action.CHECK_LABELS));
    return Combinators.combine(
            Arbitraries.of(Pattern.class),
            Arbitraries.of(Severity.class),
            remedies.list().ofMaxSize(1))
        .as((pattern, severity, all) -> finding(pattern, severity, all.toArray(new Remedy[0])))
        .list()
        .uniqueElements(Finding::pattern)
        .ofMaxSize(12);
  }

  @Property
  void eachFindingIsACauseOrAConsequenceOnce(@ForAll("findings") List<Finding> findings) {
    assertThat(diagnosis(findings).findings())
        .extracting(Finding::pattern)
        .containsExactlyInAnyOrderElementsOf(findings.stream().map(Finding::pattern).toList());
  }

  @Property
  void theHeadlineIsAsBadAsTheWorst(@ForAll("findings") List<Finding> findings) {
    Diagnosis diagnosis = diagnosis(findings);
    assertThat(diagnosis.headline().map(Finding::severity))
        .isEqualTo(findings.stream().map(Finding::severity).max(Comparator.naturalOrder()));
    assertThat(diagnosis.causes())
        .isSortedAccordingTo(
            Comparator.comparing((Diagnosis.Cause cause) -> cause.finding().severity()).reversed());
  }

  @Property
  void aCauseIsAsBadAsItsConsequences(@ForAll("findings") List<Finding> findings) {
    for (Diagnosis.Cause cause : diagnosis(findings).causes()) {
      assertThat(cause.consequences())
          .allMatch(effect -> effect.severity().compareTo(cause.finding().severity()) <= 0);
    }
  }

  @Property
  void noCauseIsExplainedByAnother(@ForAll("findings") List<Finding> findings) {
    List<Finding> causes =
        diagnosis(findings).causes().stream().map(Diagnosis.Cause::finding).toList();
    assertThat(diagnosis(causes).causes()).allMatch(cause -> cause.consequences().isEmpty());
  }

  @Property
  void theRateIsChangedOnceAtMost(@ForAll("findings") List<Finding> findings) {
    List<Diagnosis.Cause> causes = diagnosis(findings).causes();
    assertThat(
            causes.stream()
                .flatMap(cause -> cause.finding().remedies().stream())
                .filter(Remedy::isOfRate))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(causes.stream().filter(cause -> cause.advice().contains("learning rate")))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Property
  void theOrderOfTheFindingsDoesNotMatter(@ForAll("findings") List<Finding> findings) {
    assertThat(diagnosis(Lists.reverse(findings))).isEqualTo(diagnosis(findings));
    assertThat(diagnosis(new ArrayList<>(findings))).isEqualTo(diagnosis(findings));
  }

  @Example
  void consequencesAreFoldedAndCarryNoAdvice() {
    // GIVEN
    Finding plateau =
        finding(Pattern.PLATEAU, Severity.SICK, Remedy.of(Remedy.Action.CHECK_LABELS));
    Finding twice =
        finding(
            Pattern.OUTPUT_MISMATCH,
            Severity.WARNING,
            Remedy.of(Remedy.Action.CHANGE_OUTPUT, "Remove the softmax."));
    // WHEN
    Diagnosis diagnosis = diagnosis(List.of(plateau, twice));
    // THEN
    assertThat(diagnosis.causes()).hasSize(1);
    assertThat(diagnosis.headline()).hasValue(twice.as(Severity.SICK));
    assertThat(diagnosis.causes().get(0).consequences()).containsExactly(plateau);
    assertThat(diagnosis.causes().get(0).advice()).isEqualTo("Remove the softmax.");
  }

  @Example
  void aNoteExplainsNothingThatIsWorse() {
    Finding note = finding(Pattern.INPUT_SCALE, Severity.NOTE);
    Finding sick = finding(Pattern.PLATEAU, Severity.SICK);
    assertThat(diagnosis(List.of(note, sick)).causes())
        .extracting(Diagnosis.Cause::finding)
        .containsExactly(sick, note);
  }

  @Example
  void ofTwoRatesThatOfTheHeadlineCounts() {
    // GIVEN two causes of which neither explains the other
    Finding decay = finding(Pattern.STRONG_WEIGHT_DECAY, Severity.WARNING, Remedy.rate(3));
    Finding crash = finding(Pattern.RISE_AND_CRASH, Severity.SICK, Remedy.rate(0.1));
    // WHEN
    Diagnosis diagnosis = diagnosis(List.of(decay, crash));
    // THEN
    assertThat(diagnosis.causes())
        .extracting(cause -> cause.finding().remedies())
        .containsExactly(List.of(Remedy.rate(0.1)), List.of());
  }
}
