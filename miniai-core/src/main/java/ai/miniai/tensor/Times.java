package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** a · b, broadcasting. */
final class Times extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    save(inputs);
    return Broadcast.apply("multiply", inputs[0], inputs[1]);
  }

  @Override
  protected void backward(INDArray gradient) {
    if (needs(0)) {
      give(0, Broadcast.reduce(Broadcast.apply("multiply", gradient, saved(1)), inputShape(0)));
    }
    if (needs(1)) {
      give(1, Broadcast.reduce(Broadcast.apply("multiply", gradient, saved(0)), inputShape(1)));
    }
  }
}
