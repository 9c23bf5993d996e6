package ai.miniai.loss;

import ai.miniai.tensor.Tensor;

/** Computes the loss of predictions for a target, as a scalar tensor. */
@FunctionalInterface
public interface LossFunction {
  Tensor loss(Tensor predictions, Tensor target);
}
