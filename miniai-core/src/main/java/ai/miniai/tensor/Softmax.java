package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** exp(x), scaled to sum to 1 along one dimension. */
final class Softmax extends Operation {
  private final int dim;

  Softmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    if (inputs[0].isEmpty()) {
      return Layout.empty(inputs[0].dataType(), inputs[0].shape());
    }
    INDArray y = of(Layout.contiguous(inputs[0]), Shapes.dim(dim, inputs[0].rank()));
    save(y);
    return y;
  }

  /** ND4J's own is wrong for some shapes of float32, along any dimension but the last. */
  private static INDArray of(INDArray x, int along) {
    INDArray shifted = Broadcast.apply("subtract", x, x.max(true, along));
    INDArray powers = Nd4j.exec(new Exp(shifted, shifted));
    return Broadcast.apply("divide", powers, powers.sum(true, along));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray y = saved(0);
    INDArray weighted = gradient.mul(y);
    INDArray sum = weighted.sum(true, Shapes.dim(dim, y.rank()));
    give(0, weighted.subi(Broadcast.apply("multiply", y, sum)));
  }
}
