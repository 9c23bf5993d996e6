package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** a / b, broadcasting. */
final class Divide extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    save(inputs);
    return Broadcast.apply("divide", inputs[0], inputs[1]);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray b = saved(1);
    INDArray quotient = Broadcast.apply("divide", gradient, b);
    if (needs(0)) {
      give(0, Broadcast.reduce(quotient, inputShape(0)));
    }
    if (needs(1)) {
      INDArray ratio = Broadcast.apply("divide", saved(0), b);
      give(1, Broadcast.reduce(Broadcast.apply("multiply", quotient, ratio), b.shape()).neg());
    }
  }
}
