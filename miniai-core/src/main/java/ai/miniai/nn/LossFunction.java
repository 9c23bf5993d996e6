package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** How far predictions are from their targets: one number, a scalar tensor. */
@FunctionalInterface
public interface LossFunction {
  Tensor loss(Tensor predictions, Tensor target);
}
