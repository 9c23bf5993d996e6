package ai.miniai.metric;

import ai.miniai.tensor.Tensor;

/**
 * The mean of |prediction − target| / max(|target|, 1.17 · 10⁻⁶) over all elements; both of the
 * same shape (torchmetrics' class of this name). A fraction: 0.1 is ten percent.
 */
public final class MeanAbsolutePercentageError extends ElementwiseError {
  private static final double EPSILON = 1.17e-6;

  @Override
  Tensor error(Tensor difference, Tensor target) {
    return difference.abs().div(target.abs().clamp(EPSILON, Double.POSITIVE_INFINITY));
  }
}
