package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds up values [n] at places of a vector of {@code count} zeros: the counterpart of {@link
 * EmbeddingOp}. The places [n] are int64 and must have been checked.
 */
final class ScatterAddOp extends Operation {
  private final INDArray places;
  private final long count;

  ScatterAddOp(Tensor places, long count) {
    this.places = Layout.contiguous(places.live());
    this.count = count;
    alsoReads(places);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    save(places);
    INDArray values = Layout.contiguous(inputs[0]);
    if (values.isEmpty() || count == 0) {
      return Layout.full(values.dataType(), 0, count);
    }
    INDArray rows = values.reshape('c', 1, values.length(), 1);
    return Layout.reshape(Kernels.current().scatterAddRows(rows, places, count), count);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray at = saved(0);
    INDArray table = Layout.contiguous(gradient).reshape('c', 1, count, 1);
    if (at.isEmpty()) {
      giveAway(0, Layout.empty(gradient.dataType(), inputShape(0)));
    } else {
      giveAway(0, Layout.reshape(Kernels.current().gatherRows(table, at), inputShape(0)));
    }
  }
}
