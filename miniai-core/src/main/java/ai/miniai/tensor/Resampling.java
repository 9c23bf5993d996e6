package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How one side of an image is resized: each output position is a weighted sum of some neighbouring
 * input positions.
 */
final class Resampling {
  /** The weights of the input positions that start at {@code from}. */
  private record Part(int from, double... weights) {}

  private final int length;
  private final Part[] parts;

  private Resampling(long length, int places) {
    this.length = Math.toIntExact(length);
    this.parts = new Part[places];
  }

  /**
   * The means of {@code parts} parts: part i of n goes from ⌊i·L/n⌋ (inclusive) to ⌈(i+1)·L/n⌉
   * (exclusive).
   */
  static Resampling means(long length, int parts) {
    checkArgument(parts > 0, "the sizes of the output must be positive, not %s", parts);
    Resampling means = new Resampling(length, parts);
    for (int i = 0; i < parts; i++) {
      int from = (int) (i * length / parts);
      int to = (int) (((i + 1) * length + parts - 1) / parts);
      double[] weights = new double[to - from];
      Arrays.fill(weights, 1.0 / weights.length);
      means.parts[i] = new Part(from, weights);
    }
    return means;
  }

  /**
   * Linear interpolation between the centres of the input positions. As in PyTorch and in ONNX
   * Runtime, an output on such a centre also reads the next input, with a weight of 0, so it is NaN
   * if that input is infinite. With a scale of 1 it does not.
   */
  static Resampling linear(long length, int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    Resampling linear = new Resampling(length, Math.toIntExact(length * scale));
    for (int i = 0; i < linear.parts.length; i++) {
      double centre = Math.max((i + 0.5) / scale - 0.5, 0);
      int before = (int) centre;
      double share = centre - before;
      linear.parts[i] =
          scale == 1 || before == length - 1
              ? new Part(before, 1)
              : new Part(before, 1 - share, share);
    }
    return linear;
  }

  /** The weights as a matrix [output length, input length]. */
  double[][] matrix() {
    double[][] matrix = new double[parts.length][length];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i].weights, 0, matrix[i], parts[i].from, parts[i].weights.length);
    }
    return matrix;
  }

  /**
   * {@code x} resampled along {@code dim}. Each output position reads only the inputs that have a
   * weight.
   */
  INDArray apply(INDArray x, int dim) {
    return run(x, dim, length, parts.length, false);
  }

  /** The gradient of {@link #apply}. */
  INDArray differentiate(INDArray gradient, int dim) {
    return run(gradient, dim, parts.length, length, true);
  }

  private INDArray run(INDArray x, int dim, int before, int after, boolean transposed) {
    double[] values = x.dup('c').data().asDouble();
    int inner = 1;
    for (int d = dim + 1; d < x.rank(); d++) {
      inner *= Math.toIntExact(x.size(d));
    }
    int outer = values.length / before / inner;
    double[] sums = new double[outer * after * inner];
    for (int row = 0; row < outer * inner; row++) {
      int from = row / inner * before * inner + row % inner;
      int to = row / inner * after * inner + row % inner;
      for (int i = 0; i < parts.length; i++) {
        for (int k = 0; k < parts[i].weights.length; k++) {
          int place = (parts[i].from + k) * inner;
          double weight = parts[i].weights[k];
          if (transposed) {
            sums[to + place] += weight * values[from + i * inner];
          } else {
            sums[to + i * inner] += weight * values[from + place];
          }
        }
      }
    }
    long[] shape = x.shape().clone();
    shape[dim] = after;
    return Nd4j.createFromArray(sums).castTo(x.dataType()).reshape('c', shape);
  }
}
