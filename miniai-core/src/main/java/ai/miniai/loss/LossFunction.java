package ai.miniai.loss;

import ai.miniai.tensor.Tensor;

/**
 * Computes the loss of predictions for a target, as a scalar tensor. (With {@link Reduction#NONE}
 * the losses of this package are not scalars; a learner needs a scalar.)
 */
@FunctionalInterface
public interface LossFunction {
  Tensor loss(Tensor predictions, Tensor target);
}
