package ai.miniai.kernels.softmax;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays of one shape as row-major matrices, whose rows are the values along one dimension. Arrays
 * in which this dimension is not the last in memory are copied.
 */
public final class RowsAlong {
  /** Computes the last matrix from the others. */
  @FunctionalInterface
  public interface Body {
    void run(INDArray... rows);
  }

  private RowsAlong() {}

  /**
   * A new array with the shape of the {@code arguments}, computed by {@code body} from their rows
   * along {@code dim}, which is not negative.
   */
  public static INDArray compute(int dim, Body body, INDArray... arguments) {
    INDArray model = Layout.lastInMemory(arguments[0], dim);
    INDArray result = Layout.emptyLike(model);
    INDArray[] rows = new INDArray[arguments.length + 1];
    for (int i = 0; i < arguments.length; i++) {
      rows[i] = rows(Layout.matching(arguments[i], model), dim);
    }
    rows[arguments.length] = rows(result, dim);
    body.run(rows);
    return result;
  }

  private static INDArray rows(INDArray x, int dim) {
    return Layout.inMemoryOrder(x).reshape('c', -1, x.size(dim));
  }
}
