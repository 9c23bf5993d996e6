package ai.miniai.metric;

import ai.miniai.tensor.Tensor;

/**
 * The square root of the mean of (prediction − target)² over all elements of all batches; both of
 * the same shape. (torchmetrics' {@code MeanSquaredError(squared=False)}.)
 */
public final class RootMeanSquaredError extends ElementwiseError {
  @Override
  Tensor error(Tensor difference, Tensor target) {
    return difference.square();
  }

  @Override
  double of(double mean) {
    return Math.sqrt(mean);
  }
}
