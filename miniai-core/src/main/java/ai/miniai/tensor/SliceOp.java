package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Selects a range of one dimension. The result is a view. */
final class SliceOp extends Operation {
  private final int dim;
  private final long from;
  private final long to;

  SliceOp(int dim, long from, long to) {
    this.dim = dim;
    this.from = from;
    this.to = to;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dim", dim, "from", from, "to", to);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    int along = Shapes.dim(dim, x.rank());
    checkArgument(
        0 <= from && from <= to && to <= x.size(along),
        "a slice from %s to %s does not lie within dimension %s of shape %s",
        from,
        to,
        dim,
        Arrays.toString(x.shape()));
    if (from == to || x.isEmpty()) {
      long[] shape = x.shape().clone();
      shape[along] = to - from;
      return Layout.empty(x.dataType(), shape);
    }
    return part(x);
  }

  @Override
  protected void backward(INDArray gradient) {
    givePart(0, gradient, this::part);
  }

  private INDArray part(INDArray x) {
    return Layout.part(x, Shapes.dim(dim, x.rank()), from, to);
  }
}
