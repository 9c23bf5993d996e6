package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Kernels#crossEntropy} in plain Java and double precision. For a few thousand logits,
 * calling one ND4J operation takes longer than the computation itself.
 */
final class CpuCrossEntropy {
  private CpuCrossEntropy() {}

  /** The mean of log Σ exp(row) − row[label]. */
  static INDArray of(INDArray logits, INDArray labels) {
    double[] values = HostMemory.read(logits);
    long[] numbers = HostMemory.readLongs(labels);
    int classes = (int) logits.size(1);
    int rows = (int) logits.size(0);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int from = row * classes;
      sum += logOfSum(values, from, classes) - values[from + (int) numbers[row]];
    }
    INDArray mean = Layout.empty(logits.dataType());
    HostMemory.write(new double[] {sum / rows}, mean);
    return mean;
  }

  /** (softmax(row) − 1 at the label) · factor / rows. */
  static INDArray gradient(INDArray logits, INDArray labels, double factor) {
    double[] values = HostMemory.read(logits);
    long[] numbers = HostMemory.readLongs(labels);
    int classes = (int) logits.size(1);
    int rows = (int) logits.size(0);
    double each = factor / rows;
    for (int row = 0; row < rows; row++) {
      int from = row * classes;
      double log = logOfSum(values, from, classes);
      for (int i = from; i < from + classes; i++) {
        values[i] = Math.exp(values[i] - log) * each;
      }
      values[from + (int) numbers[row]] -= each;
    }
    INDArray gradient = Layout.empty(logits.dataType(), logits.shape());
    HostMemory.write(values, gradient);
    return gradient;
  }

  /** log Σ exp, with the largest value subtracted first, so that exp does not overflow. */
  private static double logOfSum(double[] values, int from, int length) {
    double largest = values[from];
    for (int i = from + 1; i < from + length; i++) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.exp(values[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
