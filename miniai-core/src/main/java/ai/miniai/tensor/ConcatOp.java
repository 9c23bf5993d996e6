package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Concatenates tensors along a dimension. */
final class ConcatOp extends Operation {
  private final int dim;

  ConcatOp(int dim) {
    this.dim = dim;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dim", dim);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    checkArgument(inputs.length > 0, "concat wants at least one tensor");
    long[] first = inputs[0].shape();
    int along = Shapes.dim(dim, first.length);
    for (INDArray x : inputs) {
      checkArgument(
          x.rank() == first.length
              && Arrays.equals(Shapes.reduced(x.shape(), along), Shapes.reduced(first, along)),
          "concat along dimension %s wants shapes that differ there only, not %s and %s",
          dim,
          Arrays.toString(first),
          Arrays.toString(x.shape()));
    }
    Shapes.checkOneType(inputs);
    INDArray[] some = Arrays.stream(inputs).filter(x -> !x.isEmpty()).toArray(INDArray[]::new);
    return some.length == 0
        ? withoutElements(along, inputs)
        : Kernels.current().concat(along, some);
  }

  private static INDArray withoutElements(int along, INDArray... inputs) {
    long[] shape = inputs[0].shape().clone();
    shape[along] = Arrays.stream(inputs).mapToLong(x -> x.size(along)).sum();
    return Layout.empty(inputs[0].dataType(), shape);
  }

  @Override
  protected void backward(INDArray gradient) {
    int along = Shapes.dim(dim, gradient.rank());
    long from = 0;
    for (int i = 0; i < inputCount(); i++) {
      long to = from + inputShape(i)[along];
      if (needs(i)) {
        give(
            i,
            from == to
                ? Layout.empty(gradient.dataType(), inputShape(i))
                : Layout.part(gradient, along, from, to));
      }
      from = to;
    }
  }
}
