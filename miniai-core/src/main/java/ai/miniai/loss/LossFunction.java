package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * Computes the loss of predictions for a target, as a scalar tensor. (With {@link Reduction#NONE}
 * the losses of this package are not scalars; a learner needs a scalar.)
 */
@FunctionalInterface
public interface LossFunction {
  Tensor loss(Tensor predictions, Tensor target);

  /**
   * The loss of all outputs of a model for all targets of a batch. By default there is one of each;
   * {@link MultiOutputLoss} takes several.
   */
  default Tensor lossAll(Outputs outputs, List<Tensor> targets) {
    checkArgument(
        outputs.size() == 1 && targets.size() == 1,
        "the loss function takes one output and one target, not the outputs %s and %s targets: see"
            + " MultiOutputLoss",
        outputs,
        targets.size());
    return loss(outputs.only(), targets.get(0));
  }

  /** How many targets {@link #lossAll} takes. */
  default int targetCount() {
    return 1;
  }
}
