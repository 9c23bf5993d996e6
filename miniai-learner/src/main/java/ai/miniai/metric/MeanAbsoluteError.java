package ai.miniai.metric;

import ai.miniai.tensor.Tensor;

/** The mean of |prediction − target| over all elements; both of the same shape. */
public final class MeanAbsoluteError extends ElementwiseError {
  @Override
  Tensor error(Tensor difference, Tensor target) {
    return difference.abs();
  }
}
