package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum over some dimensions, or over all. */
final class Sum extends Operation {
  private final int[] dims;

  Sum(int... dims) {
    this.dims = dims;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    save(inputs[0]);
    return inputs[0].sum(Shapes.dims(dims, inputs[0].rank()));
  }

  @Override
  protected void backward(INDArray gradient) {
    long[] shape = saved(0).shape();
    long[] reduced = Shapes.reduced(shape, Shapes.dims(dims, shape.length));
    give(0, Broadcast.expand(Layout.contiguous(gradient).reshape('c', reduced), shape));
  }
}
