package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import com.google.common.collect.Comparators;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outputs of the model are not what its loss function takes: probabilities where it wants
 * logits, or numbers where it wants probabilities. Judged by the observed outputs and by what the
 * loss function computes, so that names do not matter.
 */
final class OutputMismatch implements Detector {
  /** What the outputs are, what the loss makes of them, and what to do. */
  private record Mismatch(
      Pattern pattern, boolean certain, String says, String means, String remedy) {
    Mismatch(boolean certain, String says, String means, String remedy) {
      this(Pattern.OUTPUT_MISMATCH, certain, says, means, remedy);
    }
  }

  @Override
  public Optional<Finding> find(Vitals run) {
    Optional<OutputInfo> outputs = run.setup().outputs();
    Optional<LossForm> form = run.setup().loss().map(loss -> loss.form());
    if (outputs.isEmpty() || form.isEmpty() || run.loss().batches() < ConstantOutput.BATCHES) {
      return Optional.empty();
    }
    return mismatch(run, outputs.get(), form.get()).map(found -> finding(run, found));
  }

  private static Optional<Mismatch> mismatch(Vitals run, OutputInfo outputs, LossForm form) {
    Optional<LayerInfo> last = run.setup().lastLayer();
    boolean unit = outputs.min() >= 0 && outputs.max() <= 1;
    return switch (form) {
      case SOFTMAX_CROSS_ENTROPY ->
          outputs.sumToOne() && outputs.size() > 1
              ? Optional.of(
                  new Mismatch(
                      true,
                      "The model puts out probabilities that sum to 1, and the loss ("
                          + form.label()
                          + ") applies a softmax again.",
                      "The second softmax makes all classes nearly equal: the loss cannot become"
                          + " small, and gradients are weak.",
                      "Remove the softmax at the end of the model, or use a loss of probabilities."))
              : bounded(last, form);
      case SIGMOID_CROSS_ENTROPY ->
          unit && (is(last, "sigmoid") || is(last, "softmax"))
              ? Optional.of(
                  new Mismatch(
                      true,
                      "The model puts out probabilities, and the loss ("
                          + form.label()
                          + ") applies a sigmoid again.",
                      "After the second sigmoid all probabilities are between 0.5 and 0.73.",
                      "Remove the sigmoid at the end of the model, or use a loss of probabilities."))
              : bounded(last, form);
      case CATEGORICAL_CROSS_ENTROPY ->
          outputs.sumToOne()
              ? Optional.empty()
              : Optional.of(
                  new Mismatch(
                      true,
                      "The loss ("
                          + form.label()
                          + ") takes the probabilities of classes, which sum to 1; the outputs of the"
                          + " model do not: they are between "
                          + range(outputs)
                          + ".",
                      "Outputs that are not probabilities are clipped or rescaled, and where they are"
                          + " clipped there is no gradient.",
                      "End with a softmax, or use a loss that fits: binary cross-entropy for"
                          + " independent labels, cross-entropy of logits for no activation."));
      case BINARY_CROSS_ENTROPY ->
          unit
              ? oneOfMany(run, outputs)
              : Optional.of(
                  new Mismatch(
                      true,
                      "The loss ("
                          + form.label()
                          + ") takes probabilities; the outputs of the model are between "
                          + range(outputs)
                          + ".",
                      "Outputs below 0 and above 1 are clipped or give NaN, and where they are"
                          + " clipped there is no gradient.",
                      "End with a sigmoid, or use binary cross-entropy of logits."));
      case NEGATIVE_LOG_LIKELIHOOD ->
          outputs.max() <= 1e-4
              ? Optional.empty()
              : Optional.of(
                  new Mismatch(
                      true,
                      "The loss takes log-probabilities, which are never above 0; the outputs of the"
                          + " model are between "
                          + range(outputs)
                          + ".",
                      "The loss can fall without end while nothing is learned.",
                      "End with a log-softmax, or use cross-entropy of logits."));
      case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER -> distance(run, outputs, form);
      case UNKNOWN -> Optional.empty();
    };
  }

  /** Probabilities that sum to 1, where an item may have several labels or none. */
  private static Optional<Mismatch> oneOfMany(Vitals run, OutputInfo outputs) {
    boolean independent =
        run.setup().targets().filter(t -> t.kind() == TargetKind.BINARY).isPresent();
    return outputs.sumToOne() && outputs.size() > 1 && independent
        ? Optional.of(
            new Mismatch(
                true,
                "The probabilities that the model puts out sum to 1 for each item, as if it had a"
                    + " single label; in the targets an item has several labels or none.",
                "Labels that belong to the same item compete: none of them can become probable.",
                "End with a sigmoid, or use binary cross-entropy of logits and no activation."))
        : Optional.empty();
  }

  private static boolean is(Optional<LayerInfo> layer, String activation) {
    return layer.filter(known -> known.isActivation(activation)).isPresent();
  }

  /** An activation that cuts off logits. */
  private static Optional<Mismatch> bounded(Optional<LayerInfo> last, LossForm form) {
    return Stream.of("relu", "sigmoid", "tanh", "relu6")
        .filter(activation -> is(last, activation))
        .findFirst()
        .map(
            activation ->
                new Mismatch(
                    false,
                    "The model ends with a "
                        + activation
                        + ", and the loss ("
                        + form.label()
                        + ") takes any real numbers.",
                    "The model cannot be sure of anything, and where the activation is flat there is"
                        + " no gradient.",
                    "Remove the activation at the end of the model."));
  }

  /** A distance to labels learns, but slowly, because it hardly punishes a wrong certainty. */
  private static Optional<Mismatch> distance(Vitals run, OutputInfo outputs, LossForm form) {
    Optional<TargetInfo> targets = run.setup().targets();
    boolean classes =
        targets
            .filter(t -> t.kind() == TargetKind.ONE_HOT || t.kind() == TargetKind.BINARY)
            .isPresent();
    return classes && outputs.shape().length() <= 1
        ? Optional.of(
            new Mismatch(
                Pattern.DISTANCE_OF_CLASSES,
                false,
                "The targets are classes (0 or 1), and the loss is a distance ("
                    + form.label()
                    + ").",
                "A distance hardly punishes an answer that is surely wrong, so gradients are smallest"
                    + " where they should be largest.",
                outputs.size() > 1
                    ? "Use cross-entropy, and a softmax at the end if the loss takes probabilities."
                    : "Use binary cross-entropy, and a sigmoid at the end if the loss takes"
                        + " probabilities."))
        : Optional.empty();
  }

  private static String range(OutputInfo outputs) {
    return Numbers.text(outputs.min()) + " and " + Numbers.text(outputs.max());
  }

  private static Finding finding(Vitals run, Mismatch found) {
    boolean learns = run.learns();
    Severity least = found.certain() ? Severity.WARNING : Severity.NOTE;
    return new Finding.Builder(run, found.pattern())
        .in(run.setup().lastLayer().map(LayerInfo::path).orElse(""))
        .severity(learns ? least : Comparators.max(run.mildSeverity(), least))
        .says("%s", found.says())
        .means(found.means())
        .remedies(Remedy.of(Action.CHANGE_OUTPUT_OR_LOSS, found.remedy()))
        .build();
  }
}
