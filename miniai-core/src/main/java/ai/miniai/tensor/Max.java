package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** The largest value over some dimensions, or over all. Equal largest values share the gradient. */
final class Max extends Operation {
  private final int[] dims;

  Max(int... dims) {
    this.dims = dims;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.contiguous(inputs[0]);
    int[] along = Shapes.dims(dims, x.rank());
    INDArray y = x.max(along);
    // ND4J's max passes over NaN. The root of −n is NaN where there are n of them, else −0.
    INDArray minusNans = x.isNaN().castTo(x.dataType()).sum(along).negi();
    y.addi(Nd4j.exec(new Sqrt(minusNans, minusNans)));
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
