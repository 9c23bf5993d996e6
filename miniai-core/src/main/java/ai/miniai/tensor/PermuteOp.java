package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reorders the dimensions. The result is a view. */
final class PermuteOp extends Operation {
  private final int[] dims;

  PermuteOp(int... dims) {
    this.dims = dims;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dims", Ints.asList(dims));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    int[] order = Arrays.stream(dims).map(d -> Shapes.dim(d, x.rank())).toArray();
    checkArgument(
        Arrays.stream(order).distinct().count() == x.rank() && order.length == x.rank(),
        "permute wants each of the %s dimensions once, not %s",
        x.rank(),
        Arrays.toString(dims));
    return x.isEmpty()
        ? Layout.empty(x.dataType(), Arrays.stream(order).mapToLong(x::size).toArray())
        : x.permute(order);
  }

  @Override
  protected void backward(INDArray gradient) {
    int[] inverse = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      inverse[Shapes.dim(dims[i], dims.length)] = i;
    }
    give(0, gradient.permute(inverse));
  }
}
