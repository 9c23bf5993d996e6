package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** a − b, broadcasting. */
final class Minus extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    return Broadcast.apply("subtract", inputs[0], inputs[1]);
  }

  @Override
  protected void backward(INDArray gradient) {
    if (needs(0)) {
      give(0, Broadcast.reduce(gradient, inputShape(0)));
    }
    if (needs(1)) {
      give(1, Broadcast.reduce(gradient, inputShape(1)).neg());
    }
  }
}
