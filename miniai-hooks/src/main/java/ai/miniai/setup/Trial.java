package ai.miniai.setup;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.Tensor;

/** Calls a loss function with predictions that it may refuse. */
final class Trial {
  private Trial() {}

  /** The loss; NaN if the function does not take such predictions. */
  static double loss(LossFunction function, Tensor predictions, Tensor target) {
    try {
      return function.loss(predictions, target).item();
    } catch (IllegalArgumentException refused) {
      return Double.NaN; // a loss of probabilities, for example, takes no logits
    }
  }
}
