package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Summation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Root-mean-square normalisation of rows [rows, columns] with ND4J's operations. */
final class PortableRmsNorm {
  private PortableRmsNorm() {}

  static INDArray forward(INDArray x, @Nullable INDArray weight, double eps) {
    INDArray y = Broadcast.apply("multiply", x, inverse(x, eps));
    return times(y, weight);
  }

  /** As in {@link CpuRmsNorm}. */
  static Kernels.NormGradients backward(
      INDArray x, INDArray gradient, @Nullable INDArray weight, double eps, Kernels.Wanted wanted) {
    if (x.size(1) == 1 && x.dataType() == DataType.FLOAT) { // the difference below is nearly 0
      Kernels.NormGradients exact =
          backward(
              x.castTo(DataType.DOUBLE),
              gradient.castTo(DataType.DOUBLE),
              cast(weight, DataType.DOUBLE),
              eps,
              wanted);
      return new Kernels.NormGradients(
          cast(exact.input(), DataType.FLOAT), cast(exact.weight(), DataType.FLOAT), null);
    }
    INDArray inverse = inverse(x, eps);
    INDArray normal = Broadcast.apply("multiply", x, inverse);
    INDArray forInput = null;
    if (wanted.input()) {
      INDArray scaled = times(gradient, weight);
      INDArray shared = Broadcast.apply("multiply", normal, mean(scaled.mul(normal)));
      forInput = Broadcast.apply("multiply", scaled.sub(shared), inverse);
    }
    INDArray forWeight = wanted.weight() ? Summation.over(gradient.mul(normal), 0) : null;
    return new Kernels.NormGradients(forInput, forWeight, null);
  }

  private static @Nullable INDArray cast(@Nullable INDArray x, DataType type) {
    return x == null ? null : x.castTo(type);
  }

  /** 1 / √(mean square + eps) of each row, [rows, 1]. */
  private static INDArray inverse(INDArray x, double eps) {
    return Transforms.sqrt(mean(x.mul(x)).addi(eps), false).rdivi(1);
  }

  private static INDArray mean(INDArray x) {
    return Layout.reshape(Summation.over(x, 1), x.size(0), 1).divi(x.size(1));
  }

  private static INDArray times(INDArray x, @Nullable INDArray weight) {
    return weight == null
        ? x
        : Broadcast.apply("multiply", x, Layout.reshape(weight, 1, weight.length()));
  }
}
