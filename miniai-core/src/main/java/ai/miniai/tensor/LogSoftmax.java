package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/** x − log Σ exp(x) along one dimension. */
final class LogSoftmax extends Operation {
  private final int dim;

  LogSoftmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    if (inputs[0].isEmpty()) {
      return Layout.emptyLike(inputs[0]);
    }
    INDArray y = of(Layout.contiguous(inputs[0]), Shapes.dim(dim, inputs[0].rank()));
    save(y);
    return y;
  }

  /** With the largest taken off first; ND4J's own takes the logarithm of numbers that became 0. */
  static INDArray of(INDArray x, int along) {
    INDArray shifted = Broadcast.apply("subtract", x, x.max(true, along));
    INDArray sum = exp(shifted).sum(true, along);
    return Broadcast.apply("subtract", shifted, Nd4j.exec(new Log(sum, sum)));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray y = saved(0);
    INDArray sum = gradient.sum(true, Shapes.dim(dim, y.rank()));
    give(0, gradient.sub(Broadcast.apply("multiply", exp(y), sum)));
  }

  private static INDArray exp(INDArray x) {
    return Nd4j.exec(new Exp(x, Layout.emptyLike(x)));
  }
}
