package ai.miniai.tensor;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax along one dimension (exp(x), scaled to sum to 1), or its logarithm. */
final class SoftmaxOp extends Operation {
  private final boolean logarithm;
  private final int dim;

  private SoftmaxOp(boolean logarithm, int dim) {
    this.logarithm = logarithm;
    this.dim = dim;
  }

  static SoftmaxOp along(int dim) {
    return new SoftmaxOp(false, dim);
  }

  static SoftmaxOp logAlong(int dim) {
    return new SoftmaxOp(true, dim);
  }

  @Override
  protected String name() {
    return logarithm ? "LogSoftmax" : "Softmax";
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    int along = Shapes.dim(dim, x.rank());
    Kernels kernels = Kernels.current();
    INDArray y = logarithm ? kernels.logSoftmax(x, along) : kernels.softmax(x, along);
    save(y);
    return y;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray y = saved(0);
    int along = Shapes.dim(dim, y.rank());
    if (logarithm) {
      INDArray probabilities = Nd4j.exec(new Exp(y, Layout.emptyLike(y)));
      INDArray sum = gradient.sum(true, along);
      give(0, gradient.sub(Broadcast.apply("multiply", probabilities, sum)));
    } else {
      INDArray weighted = gradient.mul(y);
      INDArray sum = weighted.sum(true, along);
      give(0, weighted.subi(Broadcast.apply("multiply", y, sum)));
    }
  }
}
