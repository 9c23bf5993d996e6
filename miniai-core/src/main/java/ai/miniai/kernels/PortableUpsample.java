package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Summation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels#upsampleNearest} with ND4J's operations: first along rows, then along columns. */
final class PortableUpsample {
  private PortableUpsample() {}

  static INDArray forward(INDArray x, int scale) {
    long height = x.size(1);
    long width = x.size(2);
    INDArray wide = repeated(x, scale, x.size(0) * height * width, x.size(3));
    return repeated(wide, scale, x.size(0) * height, width * scale * x.size(3))
        .reshape('c', x.size(0), height * scale, width * scale, x.size(3));
  }

  /**
   * Divides x into {@code count} parts of {@code values} values, and repeats each part {@code
   * scale} times.
   */
  private static INDArray repeated(INDArray x, int scale, long count, long values) {
    return Broadcast.expand(x.reshape('c', count, 1, values), count, scale, values);
  }

  static INDArray backward(INDArray g, int scale) {
    long height = g.size(1) / scale;
    long width = g.size(2) / scale;
    INDArray wide =
        Summation.over(g.reshape('c', g.size(0) * height, scale, g.size(2) * g.size(3)), 1);
    INDArray sum =
        Summation.over(wide.reshape('c', g.size(0) * height * width, scale, g.size(3)), 1);
    return sum.reshape('c', g.size(0), height, width, g.size(3));
  }
}
