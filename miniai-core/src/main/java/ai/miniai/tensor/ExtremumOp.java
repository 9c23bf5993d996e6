package ai.miniai.tensor;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The larger or the smaller of two tensors, with broadcasting. NaN if one is NaN. Equal elements
 * share the gradient half and half; beside NaN both get all of it, as in PyTorch.
 */
final class ExtremumOp extends Operation {
  private final boolean larger;

  ExtremumOp(boolean larger) {
    this.larger = larger;
  }

  @Override
  protected String name() {
    return larger ? "Maximum" : "Minimum";
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    long[] shape = Shapes.broadcast(inputs[0].shape(), inputs[1].shape());
    save(inputs);
    INDArray result = Layout.empty(inputs[0].dataType(), shape);
    if (result.isEmpty()) {
      return result;
    }
    INDArray a = Broadcast.stretch(inputs[0], shape);
    INDArray b = Broadcast.stretch(inputs[1], shape);
    INDArray first = Layout.contiguous(losing(b, a)).castTo(a.dataType());
    Mask.choose(first, a, result);
    INDArray second = Layout.empty(b.dataType(), shape);
    Mask.choose(first.rsub(1), b, second);
    result.addi(second); // b where a is NaN
    if (a.dataType().isFPType()) {
      Mask.fillNan(Mask.ofNan(a), result);
    }
    return result;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = Layout.contiguous(gradient);
    INDArray a = Broadcast.stretch(saved(0), g.shape());
    INDArray b = Broadcast.stretch(saved(1), g.shape());
    INDArray share = a.eq(b).castTo(g.dataType()).muli(-0.5).addi(1);
    INDArray shared = g.mul(share);
    INDArray[] losing = {losing(a, b), losing(b, a)};
    for (int i = 0; i < 2; i++) {
      if (needs(i)) {
        INDArray part = Layout.empty(g.dataType(), g.shape());
        Mask.keep(losing[i].castTo(g.dataType()).rsubi(1), shared, part);
        give(i, Broadcast.reduce(part, inputShape(i)));
      }
    }
  }

  /** Where {@code x} is not the result, because {@code other} is. */
  private INDArray losing(INDArray x, INDArray other) {
    return larger ? x.lt(other) : x.gt(other);
  }
}
