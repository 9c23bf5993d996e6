package ai.miniai.kernels;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * How one side of an image is resized: each output position is a weighted sum of some neighbouring
 * input positions.
 */
public final class Resampling {
  /** The weights of the input positions that start at {@code from}. */
  record Part(int from, double... weights) {}

  private final int length;
  private final Part[] parts;

  private Resampling(int length, int places) {
    this.length = length;
    this.parts = new Part[places];
  }

  /**
   * The means of {@code parts} parts: part i of n goes from ⌊i·L/n⌋ (inclusive) to ⌈(i+1)·L/n⌉
   * (exclusive).
   */
  public static Resampling means(long length, int parts) {
    checkArgument(parts > 0, "the sizes of the output must be positive, not %s", parts);
    Resampling means = new Resampling(Math.toIntExact(length), parts);
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
  public static Resampling linear(long length, int scale) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    Resampling linear = new Resampling(Math.toIntExact(length), Math.toIntExact(length * scale));
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

  /** Whether there are more output positions than input positions. */
  public boolean isLarger() {
    return parts.length > length;
  }

  /** The number of input positions. */
  int length() {
    return length;
  }

  /** The number of output positions. */
  public int places() {
    return parts.length;
  }

  /** What output position {@code i} is made of. */
  Part part(int i) {
    return parts[i];
  }

  /** The way back: what gradients of the outputs say of each input. */
  public Resampling transposed() {
    Resampling transposed = new Resampling(parts.length, length);
    int first = 0;
    int end = 0;
    for (int input = 0; input < length; input++) {
      while (first < parts.length && parts[first].from + parts[first].weights.length <= input) {
        first++;
      }
      while (end < parts.length && parts[end].from <= input) {
        end++;
      }
      double[] weights = new double[Math.max(0, end - first)];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = parts[first + i].weights[input - parts[first + i].from];
      }
      transposed.parts[input] = new Part(first, weights);
    }
    return transposed;
  }

  /** The weights as a matrix [input length, output length]. */
  double[][] matrix() {
    double[][] matrix = new double[length][parts.length];
    for (int i = 0; i < parts.length; i++) {
      for (int k = 0; k < parts[i].weights.length; k++) {
        matrix[parts[i].from + k][i] = parts[i].weights[k];
      }
    }
    return matrix;
  }
}
