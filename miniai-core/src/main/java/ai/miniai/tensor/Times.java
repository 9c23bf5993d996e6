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
    INDArray a = saved(0);
    INDArray b = saved(1);
    if (needs(0)) {
      give(0, Broadcast.reduce(Broadcast.apply("multiply", gradient, b), a.shape()));
    }
    if (needs(1)) {
      give(1, Broadcast.reduce(Broadcast.apply("multiply", gradient, a), b.shape()));
    }
  }
}
