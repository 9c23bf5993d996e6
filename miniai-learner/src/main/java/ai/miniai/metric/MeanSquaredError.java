package ai.miniai.metric;

import ai.miniai.tensor.Tensor;

/** The mean of (prediction − target)² over all elements; both of the same shape. */
public final class MeanSquaredError extends ElementwiseError {
  @Override
  Tensor error(Tensor difference, Tensor target) {
    return difference.square();
  }
}
