package ai.miniai.examples.faults;

import ai.miniai.doctor.Doctor;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Severity;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * What the doctor says of a run first of all.
 *
 * @param severity of the headline; empty if there is nothing but notes
 * @param pattern the name of the headline's pattern; empty if there is none
 * @param headline one line
 * @param faults what each remedy of the headline would change, in the order of the remedies
 */
record Opinion(
    Optional<Severity> severity,
    String pattern,
    String headline,
    ImmutableList<ImmutableSet<Fault>> faults) {
  private static final ImmutableMap<String, ImmutableSet<Fault>> TABLE =
      ImmutableMap.<String, ImmutableSet<Fault>>builder()
          .put("non-finite values", ImmutableSet.of(Fault.LR))
          .put("rise and crash", ImmutableSet.of(Fault.LR))
          .put("chance-level plateau", ImmutableSet.of(Fault.LR))
          .put("exploding", ImmutableSet.of(Fault.INIT))
          .put("vanishing from the start", ImmutableSet.of(Fault.INIT))
          .put("vanishing gradients", ImmutableSet.of(Fault.INIT))
          .put("exploding gradients", ImmutableSet.of(Fault.INIT))
          .put("dead units", ImmutableSet.of(Fault.LR))
          .put("saturated activations", ImmutableSet.of(Fault.INIT))
          .put("updates too small", ImmutableSet.of(Fault.LR))
          .put("updates too large", ImmutableSet.of(Fault.LR))
          .put("input not normalised", ImmutableSet.of(Fault.MISSING_PREP))
          .put("learns slowly", ImmutableSet.of(Fault.EPOCH, Fault.LR))
          .buildOrThrow();

  /** The doctor's opinion of a finished run. */
  static Opinion of(RunRecord record) {
    return new Doctor()
        .examine(record).stream()
            .filter(finding -> finding.severity() != Severity.NOTE)
            .findFirst()
            .map(Opinion::of)
            .orElse(new Opinion(Optional.empty(), "", "nothing", ImmutableList.of()));
  }

  private static Opinion of(Finding finding) {
    return new Opinion(
        Optional.of(finding.severity()),
        finding.pattern(),
        finding.headline(),
        ImmutableList.of(TABLE.getOrDefault(finding.pattern(), ImmutableSet.of())));
  }
}
