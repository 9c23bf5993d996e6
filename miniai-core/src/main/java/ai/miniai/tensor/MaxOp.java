package ai.miniai.tensor;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Shapes;
import ai.miniai.array.Summation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The maximum over some dimensions, or over all. If several values are the maximum, they share the
 * gradient equally.
 */
final class MaxOp extends Operation {
  private final int[] dims;

  MaxOp(int... dims) {
    this.dims = dims;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.contiguous(inputs[0]);
    int[] along = Shapes.dims(dims, x.rank());
    if (x.isEmpty()) {
      Shapes.checkNotEmpty("max", x.shape(), along);
      return Summation.over(x, along); // the result is empty too, so only its shape matters
    }
    INDArray y = x.max(along);
    Mask.fillNan(Mask.ofNan(x).max(along), y);
    save(x, y);
    return y;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0);
    int[] along = Shapes.dims(dims, x.rank());
    long[] reduced = Shapes.reduced(x.shape(), along);
    INDArray largest = Broadcast.expand(saved(1).reshape('c', reduced), x.shape());
    INDArray mask = x.eq(largest).castTo(x.dataType());
    INDArray share = Layout.contiguous(gradient).reshape('c', reduced).div(mask.sum(true, along));
    give(0, Broadcast.apply("multiply", mask, share));
  }
}
