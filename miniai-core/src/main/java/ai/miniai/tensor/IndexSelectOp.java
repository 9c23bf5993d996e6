package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Selects parts of one dimension: in memory they are rows of tables [outer, size, inner]. The
 * places [n] are int64 and must have been checked.
 */
final class IndexSelectOp extends Operation {
  private final int dim;
  private final INDArray places;

  IndexSelectOp(int dim, Tensor places) {
    this.dim = dim;
    this.places = Layout.contiguous(places.live());
    alsoReads(places);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    save(places);
    return AlongDim.apply(
        inputs[0], dim, places.length(), tables -> Kernels.current().gatherRows(tables, places));
  }

  @Override
  protected void backward(INDArray gradient) {
    long size = inputShape(0)[dim];
    INDArray at = saved(0);
    giveAway(
        0,
        AlongDim.apply(
            gradient, dim, size, rows -> Kernels.current().scatterAddRows(rows, at, size)));
  }
}
