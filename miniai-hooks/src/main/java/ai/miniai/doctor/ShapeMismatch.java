package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.TargetInfo;
import java.util.Optional;

/**
 * Predictions [n, 1] and targets [n] are broadcast to [n, n], so that each prediction is compared
 * with each target. (A loss function that reshapes them itself computes a known formula, and is
 * fine.)
 */
final class ShapeMismatch implements Detector {
  @Override
  public Optional<Finding> find(Vitals run) {
    Optional<OutputInfo> outputs = run.setup().outputs();
    Optional<TargetInfo> targets = run.setup().targets();
    boolean known = run.setup().loss().filter(loss -> loss.form() == LossForm.UNKNOWN).isEmpty();
    if (outputs.isEmpty()
        || targets.isEmpty()
        || known
        || run.setup().batchSize() < 2
        || Targets.areClasses(targets.get())
        || outputs.get().size() != Targets.size(targets.get())
        || outputs.get().shape().equals(targets.get().shape())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Builder(run, Pattern.SHAPE_MISMATCH)
            .severity(Severity.SICK)
            .says(
                "For a batch of %1$d the model puts out [%1$d%2$s], and the targets are [%1$d%3$s].",
                run.setup().batchSize(),
                rest(outputs.get().shape().toArray()),
                rest(targets.get().shape().toArray()))
            .means(
                "The loss broadcasts them against each other and compares each prediction with the"
                    + " targets of all items: the best it can learn is the mean of the targets.")
            .remedies(
                Remedy.of(
                    Action.FIX_SHAPES,
                    "Give both the same shape, for example with reshape(n, 1) of the targets."))
            .build());
  }

  private static String rest(long... shape) {
    StringBuilder text = new StringBuilder();
    for (long size : shape) {
      text.append(", ").append(size);
    }
    return text.toString();
  }
}
