package ai.miniai.bench.jmh;

import ai.miniai.tensor.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hands its input on, and drops the gradient that comes back: what a leaf does with one would be
 * timed otherwise, and is not done in the middle of a network.
 */
final class GradientEnd extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    return inputs[0];
  }

  @Override
  protected void backward(INDArray gradient) {}
}
