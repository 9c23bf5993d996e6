package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.OutputInfo;
import java.util.Optional;

/**
 * From the start the model puts out the same for every input, whatever its weights: a softmax of a
 * single unit is always 1, and a last ReLU whose inputs are all negative is always 0.
 */
final class ConstantOutput implements Detector {
  /** The number of batches that must show it. */
  static final int BATCHES = 5;

  @Override
  public Optional<Finding> find(Vitals run) {
    return run.setup()
        .outputs()
        .filter(outputs -> run.loss().batches() >= BATCHES && outputs.min() == outputs.max())
        .map(outputs -> finding(run, outputs));
  }

  private static Finding finding(Vitals run, OutputInfo outputs) {
    boolean softmax = outputs.size() == 1 && outputs.sumToOne();
    String last = run.setup().lastLayer().map(LayerInfo::title).orElse("");
    return new Finding.Builder(run, softmax ? Pattern.CONSTANT_OUTPUT : Pattern.DEAD_OUTPUT)
        .in(run.setup().lastLayer().map(LayerInfo::path).orElse(""))
        .severity(Severity.SICK)
        .evidence("output", outputs.min(), Unit.VALUE)
        .says("The model puts out %s for every input so far.", Numbers.text(outputs.min()))
        .means(
            softmax
                ? "The softmax of a single number is always 1, so nothing can be learned."
                : outputs.min() == 0
                    ? "The last activation is 0 for every input, and where it is 0 its gradient is 0"
                        + " too: it stays so."
                    : "No gradient can change an output that does not depend on the weights.")
        .remedies(
            Remedy.of(
                Action.CHANGE_OUTPUT,
                softmax
                    ? "Use a sigmoid for two classes, no activation for numbers, or one unit for"
                        + " each class."
                    : "Remove the last activation"
                        + (last.isEmpty() ? "" : " " + last)
                        + " or use one that fits the targets: none for numbers, a sigmoid for two"
                        + " classes, a softmax for several."))
        .build();
  }
}
