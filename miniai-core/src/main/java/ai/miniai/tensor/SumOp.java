package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum over some dimensions, or over all dimensions. */
final class SumOp extends Operation {
  private final int[] dims;
  private long[] shape = {};
  private int @Nullable [] order;

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
    order = Layout.isRowMajor(inputs[0]) ? null : Layout.memoryOrder(inputs[0]);
    return Kernels.current().sum(inputs[0], Shapes.dims(dims, shape.length));
  }

  /** Repeats the gradient, in the memory order of the input. */
  @Override
  protected void backward(INDArray gradient) {
    long[] reduced = Shapes.reduced(shape, Shapes.dims(dims, shape.length));
    INDArray flat = Layout.reshape(gradient, reduced);
    int[] to = order;
    if (to == null) {
      giveAway(0, Kernels.current().stretch(flat, shape));
    } else {
      long[] ordered = Arrays.stream(to).mapToLong(d -> shape[d]).toArray();
      INDArray whole = Kernels.current().stretch(flat.permute(to), ordered);
      giveAway(0, whole.permute(Layout.inverse(to)));
    }
  }
}
