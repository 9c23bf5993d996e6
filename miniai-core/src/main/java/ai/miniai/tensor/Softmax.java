package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** exp(x), scaled to sum to 1 along one dimension. */
final class Softmax extends Operation {
  private final int dim;

  Softmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.contiguous(inputs[0]);
    INDArray y = Layout.empty(x.dataType(), x.shape());
    if (y.isEmpty()) {
      return y;
    }
    Nd4j.exec(
        DynamicCustomOp.builder("softmax")
            .addInputs(x)
            .addOutputs(y)
            .addIntegerArguments(Shapes.dim(dim, x.rank()))
            .build());
    save(y);
    return y;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray y = saved(0);
    INDArray weighted = gradient.mul(y);
    INDArray sum = weighted.sum(true, Shapes.dim(dim, y.rank()));
    give(0, weighted.subi(Broadcast.apply("multiply", y, sum)));
  }
}
