package ai.miniai.kernels.onednn;

import ai.miniai.array.Magnitude;
import ai.miniai.array.Recycling;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Proves that the results of a convolution contain no NaN, not even one caused by overflow. Each
 * result is a sum of n products, so its absolute value is at most n times the largest product. In a
 * chain of convolutions, the bound on one result is reused for the next, without reading the
 * values.
 */
final class NanGuard {
  /**
   * Half of the largest float32 value. The rest is a margin for rounding, in any order of
   * summation.
   */
  private static final double SAFE = Float.MAX_VALUE / 2;

  private WeakReference<DataBuffer> result = new WeakReference<>(null);
  private double bound;
  private long recycled;

  /**
   * An upper bound on the absolute value of all results and partial sums of the convolution, or NaN
   * if no bound is known to be safe.
   */
  double bound(INDArray x, INDArray weight, @Nullable INDArray bias) {
    double products = (double) weight.length() / weight.size(0) * Magnitude.of(weight);
    double sum = bias == null ? 0 : Magnitude.of(bias);
    if (isKnown(x) && bound * products + sum < SAFE) {
      return bound * products + sum;
    }
    double measured = Magnitude.of(x) * products + sum;
    return measured < SAFE ? measured : Double.NaN;
  }

  /** Memory that was recycled meanwhile may hold other values. */
  private boolean isKnown(INDArray x) {
    return x.data() == result.get() && recycled == Recycling.count();
  }

  /** Remembers {@code limit} as an upper bound on the absolute value of {@code values}. */
  void know(INDArray values, double limit) {
    result = new WeakReference<>(values.data());
    bound = limit;
    recycled = Recycling.count();
  }
}
