package ai.miniai.kernels.onednn;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Magnitude;
import ai.miniai.kernels.Attention;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether it is certain that each row of attention scores has a finite value, and that all its
 * values are finite or −∞. Else oneDNN's softmax might make numbers of NaN.
 */
final class FiniteScores {
  private FiniteScores() {}

  static boolean areCertain(Attention given) {
    double largest =
        given.scale()
            * given.query().size(3)
            * Magnitude.of(given.query())
            * Magnitude.of(given.key());
    INDArray bias = given.bias();
    if (bias == null) {
      return largest <= Float.MAX_VALUE;
    }
    // A row of which the bias hides all but the future has no finite value.
    return !given.causal() && largest + largestOf(bias, (int) given.sources()) <= Float.MAX_VALUE;
  }

  /** The largest absolute value but −∞; infinite if a row has no finite one; NaN if one is NaN. */
  private static double largestOf(INDArray bias, int columns) {
    float[] values = HostMemory.readFloats(bias);
    double largest = 0;
    for (int from = 0; from < values.length; from += columns) {
      boolean any = false;
      for (int i = from; i < from + columns; i++) {
        if (values[i] != Float.NEGATIVE_INFINITY) {
          any = true;
          largest = Math.max(largest, Math.abs(values[i]));
        }
      }
      if (!any) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return largest;
  }
}
