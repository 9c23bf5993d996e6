package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.collect.Comparators;
import java.util.Optional;

/** The targets of a regression are far larger than the outputs of a new network. */
final class TargetScale implements Detector {
  /** The largest root mean square of targets that a network reaches without trouble. */
  static final double LARGE = 100;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup()
        .targets()
        .filter(targets -> targets.kind() == TargetKind.NUMBERS && size(targets) > LARGE)
        .filter(
            targets ->
                run.setup()
                    .loss()
                    .filter(l -> l.form().isDistance() || l.form() == LossForm.UNKNOWN)
                    .isPresent())
        .map(targets -> finding(run, targets));
  }

  private static double size(TargetInfo targets) {
    return Math.hypot(targets.mean(), targets.std());
  }

  private static Finding finding(Vitals run, TargetInfo targets) {
    boolean learns = run.learns();
    return new Finding.Builder(run, Pattern.TARGET_SCALE)
        .severity(learns ? Severity.NOTE : Comparators.max(run.mildSeverity(), Severity.WARNING))
        .evidence("mean", targets.mean(), Unit.VALUE)
        .evidence("deviation", targets.std(), Unit.VALUE)
        .says(
            "The targets have mean %s and deviation %s; a new network puts out numbers near 1.",
            Numbers.text(targets.mean()), Numbers.text(targets.std()))
        .means(
            "Losses and gradients are as large as the targets: the first steps are far too large, or"
                + " it takes very many of them to get there.")
        .remedies(Remedy.of(Action.SCALE_TARGETS))
        .build();
  }
}
