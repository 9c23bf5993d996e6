package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
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
    INDArray chosen = stretched(condition.live(), shape);
    save(chosen);
    alsoReads(condition);
    Kernels.current().choose(chosen, operand(a, shape), operand(b, shape), result);
    return result;
  }

  /** A condition in another shape, by way of numbers, because ND4J does not add truth values. */
  private static INDArray stretched(INDArray condition, long... shape) {
    INDArray flags = Layout.contiguous(condition);
    return Arrays.equals(flags.shape(), shape)
        ? flags
        : Kernels.current().stretch(flags.castTo(DataType.FLOAT), shape).castTo(DataType.BOOL);
  }

  /** {@code x} in this shape; one element may stay alone. */
  private static INDArray operand(INDArray x, long... shape) {
    return x.length() == 1 ? x : Kernels.current().stretch(x, shape);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray chosen = saved(0);
    INDArray g = Layout.contiguous(gradient);
    INDArray zero = Layout.full(g.dataType(), 0);
    for (int i = 0; i < 2; i++) {
      if (needs(i)) {
        INDArray part = Layout.empty(g.dataType(), g.shape());
        Kernels.current().choose(chosen, i == 0 ? g : zero, i == 0 ? zero : g, part);
        give(i, Kernels.current().sumTo(part, inputShape(i)));
      }
    }
  }
}
