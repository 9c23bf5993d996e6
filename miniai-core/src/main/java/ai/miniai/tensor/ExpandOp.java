package ai.miniai.tensor;

import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Repeats the values to a shape that they broadcast to. */
final class ExpandOp extends Operation {
  private final long[] shape;

  ExpandOp(long... shape) {
    this.shape = shape;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return Kernels.current().stretch(inputs[0], shape);
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, Kernels.current().sumTo(gradient, inputShape(0)));
  }
}
