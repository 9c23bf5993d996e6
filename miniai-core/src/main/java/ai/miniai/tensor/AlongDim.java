package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Kernels that work along the middle of row-major arrays [outer, size, inner]. */
final class AlongDim {
  private AlongDim() {}

  /**
   * What {@code kernel} makes of {@code x}, whose dimension {@code dim} gets another size. The
   * result keeps the order of memory.
   */
  static INDArray apply(INDArray x, int dim, long newSize, UnaryOperator<INDArray> kernel) {
    int[] order = Layout.memoryOrder(x);
    long[] shape = x.permute(order).shape().clone();
    int at = Ints.indexOf(order, dim);
    INDArray middle =
        Layout.reshape(
            x.permute(order),
            Shapes.count(Arrays.copyOf(shape, at)),
            shape[at],
            Shapes.count(Arrays.copyOfRange(shape, at + 1, shape.length)));
    shape[at] = newSize;
    return kernel.apply(middle).reshape('c', shape).permute(Layout.inverse(order));
  }
}
