package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  Map<String, Object> settings() {
    return Map.of("dim", dim);
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
    Kernels kernels = Kernels.current();
    giveAway(
        0,
        logarithm
            ? kernels.logSoftmaxBackward(y, gradient, along)
            : kernels.softmaxBackward(y, gradient, along));
  }
}
