package ai.miniai.examples.faults;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * What the doctor says of a run first of all.
 *
 * @param severity the worst of all findings
 * @param pattern of the headline
 * @param headline one line
 * @param mended what each remedy of the headline mends, in the order of the remedies
 */
record Opinion(
    Severity severity,
    Optional<Pattern> pattern,
    String headline,
    ImmutableList<ImmutableSet<Fault>> mended) {
  /** Nothing was found. */
  static final Opinion NONE =
      new Opinion(Severity.NOTE, Optional.empty(), "No sign of trouble found.", ImmutableList.of());

  /** The doctor's opinion of a run that is over. */
  static Opinion of(RunRecord record) {
    Diagnosis diagnosis = new Doctor().examine(record);
    return diagnosis
        .headline()
        .map(finding -> of(finding, diagnosis.severity().orElse(Severity.NOTE)))
        .orElse(NONE);
  }

  private static Opinion of(Finding finding, Severity worst) {
    return new Opinion(
        worst,
        Optional.of(finding.pattern()),
        finding.headline(),
        finding.remedies().stream().map(Remedies::mended).collect(ImmutableList.toImmutableList()));
  }

  /** Whether there is more than notes. */
  boolean warns() {
    return severity != Severity.NOTE;
  }

  boolean isSick() {
    return severity == Severity.SICK;
  }
}
