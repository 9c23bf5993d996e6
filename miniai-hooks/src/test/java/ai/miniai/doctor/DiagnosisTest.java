package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static Finding finding(Pattern pattern, String place, Severity severity, String means) {
    return new Finding(
        pattern,
        place,
        place,
        0,
        99,
        severity,
        ImmutableList.of(),
        "This was seen.",
        means,
        ImmutableList.of());
  }

  private static final Finding CAUSE =
      finding(Pattern.OUTPUT_MISMATCH, "2 (Softmax)", Severity.SICK, "Nothing fits.");
  private static final Finding EFFECT =
      finding(Pattern.DEAD_UNITS, "1 (ReLU)", Severity.WARNING, "They say nothing.");
  private static final Finding END = finding(Pattern.PLATEAU, "", Severity.SICK, "It guesses.");
  private static final Finding NOTE = finding(Pattern.INPUT_SCALE, "", Severity.NOTE, "");

  private static Diagnosis whole() {
    return new Diagnosis(
        ImmutableList.of(
            new Diagnosis.Cause(CAUSE, ImmutableList.of(EFFECT, END), "Remove it."),
            new Diagnosis.Cause(NOTE, ImmutableList.of(), "")),
        ImmutableList.of("loss"));
  }

  @Test
  void saysCauseMeaningAdviceAndConsequences() {
    assertThat(whole())
        .hasToString(
            """
            SICK: last layer and loss do not fit in 2 (Softmax). This was seen.
              What it means: Nothing fits.
              What to do: Remove it.
              It explains: dead units in 1 (ReLU); chance-level plateau.

            NOTE: input not normalised. This was seen.""");
  }

  @Test
  void saysWhatWasCheckedIfNothingWasFound() {
    Diagnosis healthy =
        new Diagnosis(ImmutableList.of(), ImmutableList.of("loss", "activations", "targets"));
    assertThat(healthy)
        .hasToString("No sign of trouble found (checked: loss, activations, targets).");
    assertThat(healthy.headline()).isEmpty();
    assertThat(healthy.severity()).isEmpty();
    assertThat(healthy.isSick()).isFalse();
  }

  @Test
  void findsConsequencesToo() {
    assertThat(whole().findings()).containsExactly(CAUSE, EFFECT, END, NOTE);
    assertThat(whole().finding(Pattern.PLATEAU)).hasValue(END);
    assertThat(whole().finding(Pattern.DRIFT)).isEmpty();
    assertThat(whole().headline()).hasValue(CAUSE);
    assertThat(whole().severity()).hasValue(Severity.SICK);
    assertThat(whole().isSick()).isTrue();
  }
}
