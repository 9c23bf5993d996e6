package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.TargetInfo;
import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Range;
import java.util.Optional;

/** Targets that the last activation can never reach, or that a loss of probabilities cannot use. */
final class TargetRange implements Detector {
  private static final ImmutableMap<String, Range<Double>> RANGES =
      ImmutableMap.of(
          "relu", Range.atLeast(0.0),
          "softplus", Range.atLeast(0.0),
          "sigmoid", Range.closed(0.0, 1.0),
          "softmax", Range.closed(0.0, 1.0),
          "tanh", Range.closed(-1.0, 1.0));

  /** How far beyond the range targets may be, as a fraction of their deviation. */
  private static final double SLACK = 0.1;

  @Override
  public Optional<Finding> find(Vitals run) {
    Optional<TargetInfo> targets = run.setup().targets();
    Optional<LossForm> form = run.setup().loss().map(loss -> loss.form());
    if (targets.isEmpty() || form.isEmpty() || Targets.areClasses(targets.get())) {
      return Optional.empty();
    }
    boolean binary =
        form.get() == LossForm.BINARY_CROSS_ENTROPY || form.get() == LossForm.SIGMOID_CROSS_ENTROPY;
    String last =
        run.setup().lastLayer().stream()
            .flatMap(layer -> RANGES.keySet().stream().filter(layer::isActivation))
            .findFirst()
            .orElse("");
    Optional<Range<Double>> range =
        binary
            ? Optional.of(Range.closed(0.0, 1.0))
            : Optional.ofNullable(RANGES.get(last))
                .filter(r -> form.get().isDistance() || form.get() == LossForm.UNKNOWN);
    return range
        .filter(r -> isBeyond(r, targets.get()))
        .map(r -> finding(run, targets.get(), r, binary, last));
  }

  private static boolean isBeyond(Range<Double> range, TargetInfo targets) {
    double slack = SLACK * targets.std();
    return !range.contains(targets.min() + slack) || !range.contains(targets.max() - slack);
  }

  private static Finding finding(
      Vitals run, TargetInfo targets, Range<Double> range, boolean binary, String last) {
    boolean labels = binary && targets.min() >= 0 && targets.max() == Math.rint(targets.max());
    return new Finding.Builder(run, Pattern.TARGET_RANGE)
        .in(run.setup().lastLayer().map(LayerInfo::path).orElse(""))
        .severity(Comparators.max(run.mildSeverity(), Severity.WARNING))
        .evidence("smallest target", targets.min(), Unit.VALUE)
        .evidence("largest target", targets.max(), Unit.VALUE)
        .says(
            "Targets are between %s and %s, but %s %s.",
            Numbers.text(targets.min()),
            Numbers.text(targets.max()),
            binary ? "binary cross-entropy takes targets" : "a " + last + " puts out numbers",
            range.hasUpperBound()
                ? "from "
                    + Numbers.text(range.lowerEndpoint())
                    + " to "
                    + Numbers.text(range.upperEndpoint())
                : "from 0 on")
        .means(
            labels
                ? "They look like the labels of several classes, which one output cannot tell apart."
                : "Part of the targets can never be reached.")
        .remedies(
            Remedy.of(
                Action.CHANGE_OUTPUT_OR_LOSS,
                labels
                    ? "Use one output for each class, and cross-entropy (with a softmax at the end if"
                        + " the loss takes probabilities)."
                    : binary
                        ? "Scale the targets to [0, 1], or use a loss for numbers, such as the"
                            + " squared error, without an activation at the end."
                        : "Remove the activation at the end, or use one whose range fits the"
                            + " targets."))
        .build();
  }
}
