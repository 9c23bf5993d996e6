package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running sum along a dimension, added up in float64. */
final class CumsumOp extends Operation {
  private final int dim;

  CumsumOp(int dim) {
    this.dim = dim;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dim", dim);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return sums(inputs[0], false);
  }

  @Override
  protected void backward(INDArray gradient) {
    giveAway(0, sums(gradient, true));
  }

  private INDArray sums(INDArray x, boolean fromTheEnd) {
    return x.isEmpty()
        ? Layout.empty(x.dataType(), x.shape())
        : Kernels.current().cumsum(Layout.contiguous(x), Shapes.dim(dim, x.rank()), fromTheEnd);
  }
}
