package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** x − log Σ exp(x) along one dimension. */
final class LogSoftmax extends Operation {
  private final int dim;

  LogSoftmax(int dim) {
    this.dim = dim;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.contiguous(inputs[0]);
    INDArray y = Layout.empty(x.dataType(), x.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("log_softmax")
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
    INDArray softmax = Layout.emptyLike(y);
    Nd4j.exec(new Exp(y, softmax));
    INDArray sum = gradient.sum(true, Shapes.dim(dim, y.rank()));
    give(0, gradient.sub(Broadcast.apply("multiply", softmax, sum)));
  }
}
