package ai.miniai.tensor;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.array.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * a where a condition is true, else b, with broadcasting. Values that are not chosen count neither
 * forward nor backward, even if they are not finite.
 */
final class WhereOp extends Operation {
  private final Tensor condition;

  WhereOp(Tensor condition) {
    this.condition = condition;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray a = inputs[0];
    INDArray b = inputs[1];
    long[] shape = Shapes.broadcast(condition.shape(), Shapes.broadcast(a.shape(), b.shape()));
    INDArray result = Layout.empty(a.dataType(), shape);
    if (result.isEmpty()) {
      return result;
    }
    INDArray flags = Layout.contiguous(condition.live()).castTo(a.dataType());
    INDArray chosen = Broadcast.stretch(flags, shape);
    INDArray others = chosen.rsub(1);
    save(chosen, others);
    Mask.choose(chosen, Broadcast.stretch(a, shape), result);
    INDArray rest = Layout.empty(a.dataType(), shape);
    Mask.choose(others, Broadcast.stretch(b, shape), rest);
    return result.addi(rest);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = Layout.contiguous(gradient);
    for (int i = 0; i < 2; i++) {
      if (needs(i)) {
        INDArray part = Layout.empty(g.dataType(), g.shape());
        Mask.choose(saved(i), g, part);
        give(i, Broadcast.reduce(part, inputShape(i)));
      }
    }
  }
}
