package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.array.Summation;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Ints;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The maximum or minimum over some dimensions, or over all. If several values are the maximum, they
 * share the gradient equally.
 */
final class MaxOp extends Operation {
  private final boolean largest;
  private final int[] dims;

  private MaxOp(boolean largest, int... dims) {
    this.largest = largest;
    this.dims = dims;
  }

  static MaxOp largest(int... dims) {
    return new MaxOp(true, dims);
  }

  static MaxOp smallest(int... dims) {
    return new MaxOp(false, dims);
  }

  @Override
  protected String name() {
    return largest ? "Max" : "Min";
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dims", Ints.asList(dims));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.contiguous(inputs[0]);
    int[] along = Shapes.dims(dims, x.rank());
    if (x.isEmpty()) {
      Shapes.checkNotEmpty(largest ? "max" : "min", x.shape(), along);
      return Summation.over(x, along); // the result is empty too, so only its shape matters
    }
    INDArray y = Kernels.current().extreme(largest, x, along);
    save(x, y);
    return y;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0);
    int[] along = Shapes.dims(dims, x.rank());
    INDArray behind = Layout.contiguous(gradient);
    give(0, Kernels.current().extremeBackward(x, saved(1), behind, along));
  }
}
