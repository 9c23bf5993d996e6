package ai.miniai.tensor;

import static ai.miniai.kernels.elementwise.Arithmetic.MULTIPLY;
import static ai.miniai.kernels.elementwise.Arithmetic.SUBTRACT;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * (x − mean) / √(variance + eps), with the mean and the variance over some dimensions. The variance
 * is the sum of squared differences divided by n − correction, where n is the number of values per
 * mean.
 */
final class StandardizeOp extends Operation {
  private final double eps;
  private final int correction;
  private final int[] dims;

  StandardizeOp(double eps, int correction, int... dims) {
    this.eps = eps;
    this.correction = correction;
    this.dims = dims;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("eps", eps, "correction", correction, "dims", Ints.asList(dims));
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    long n = Arrays.stream(along(x)).mapToLong(x::size).reduce(1, (a, b) -> a * b);
    checkArgument(
        n > correction,
        "an input of shape %s has %s values to standardise together, which are too few",
        Arrays.toString(x.shape()),
        n);
    INDArray centred = combine(SUBTRACT, x, sum(x).divi(n));
    INDArray variance = sum(combine(MULTIPLY, centred, centred)).divi(n - correction);
    INDArray inverse = Transforms.sqrt(variance.addi(eps), false).rdivi(1);
    INDArray y = combine(MULTIPLY, centred, inverse);
    save(y, inverse);
    return y;
  }

  /** (g − mean(g) − y · sum(g · y) / (n − correction)) / √(variance + eps). */
  @Override
  protected void backward(INDArray gradient) {
    INDArray y = saved(0);
    INDArray inverse = saved(1);
    double n = (double) y.length() / inverse.length();
    INDArray shared = sum(combine(MULTIPLY, gradient, y)).divi(n - correction);
    INDArray centred = combine(SUBTRACT, gradient, sum(gradient).divi(n));
    INDArray rest = combine(SUBTRACT, centred, combine(MULTIPLY, y, shared));
    give(0, combine(MULTIPLY, rest, inverse));
  }

  private int[] along(INDArray x) {
    return Shapes.dims(dims, x.rank());
  }

  /** The sum over the dimensions, which are kept with size 1. */
  private INDArray sum(INDArray x) {
    int[] along = along(x);
    return Layout.contiguous(Kernels.current().sum(x, along))
        .reshape('c', Shapes.reduced(x.shape(), along));
  }

  private static INDArray combine(Arithmetic op, INDArray a, INDArray b) {
    return Kernels.current().arithmetic(op, a, b);
  }
}
