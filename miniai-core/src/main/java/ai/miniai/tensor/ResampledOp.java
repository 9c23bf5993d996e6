package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Resamples one dimension element by element. This is slower than a matrix product, but a matrix
 * product would multiply NaN and infinities by its zeros, and so spread NaN over the whole row.
 */
final class ResampledOp extends Operation {
  private final Resampling resampling;
  private final int dim;

  ResampledOp(Resampling resampling, int dim) {
    this.resampling = resampling;
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return resampling.apply(inputs[0], dim);
  }

  @Override
  protected void backward(INDArray gradient) {
    giveAway(0, resampling.differentiate(gradient, dim));
  }
}
