package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Ints;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum over some dimensions, or over all dimensions. */
final class SumOp extends Operation {
  private final int[] dims;
  private long[] shape = {};

  SumOp(int... dims) {
    this.dims = dims;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dims", Ints.asList(dims));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    shape = inputs[0].shape();
    return Kernels.current().sum(inputs[0], Shapes.dims(dims, shape.length));
  }

  @Override
  protected void backward(INDArray gradient) {
    long[] reduced = Shapes.reduced(shape, Shapes.dims(dims, shape.length));
    give(0, Kernels.current().expand(Layout.reshape(gradient, reduced), shape));
  }
}
