package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Selects parts of one dimension: in memory they are rows of tables. The result keeps the order of
 * memory. The places [n] are int64 and must have been checked.
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
    return along(
        inputs[0], places.length(), tables -> Kernels.current().gatherRows(tables, places));
  }

  @Override
  protected void backward(INDArray gradient) {
    long size = inputShape(0)[dim];
    INDArray at = saved(0);
    giveAway(0, along(gradient, size, rows -> Kernels.current().scatterAddRows(rows, at, size)));
  }

  /** What {@code kernel} makes of x as tables [tables, count, width], which get another count. */
  private INDArray along(INDArray x, long newSize, UnaryOperator<INDArray> kernel) {
    int[] order = Layout.memoryOrder(x);
    INDArray ordered = x.permute(order);
    long[] shape = ordered.shape().clone();
    int at = Ints.indexOf(order, dim);
    INDArray tables =
        Layout.reshape(ordered, count(shape, 0, at), shape[at], count(shape, at + 1, shape.length));
    shape[at] = newSize;
    return kernel.apply(tables).reshape('c', shape).permute(Layout.inverse(order));
  }

  private static long count(long[] shape, int from, int to) {
    return Shapes.count(Arrays.copyOfRange(shape, from, to));
  }
}
