package ai.miniai.kernels.onednn;

import ai.miniai.array.Magnitude;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Proves that a convolution has no NaN among its results, also none that comes of an overflow: each
 * is a sum of so many products, and so is no larger than that many times the largest of them. In a
 * chain of convolutions the bound on one result serves the next, without a look at its values.
 */
final class NanGuard {
  /** Half of the largest number leaves room for rounding, in whatever order is added. */
  private static final double SAFE = Float.MAX_VALUE / 2;

  private WeakReference<DataBuffer> result = new WeakReference<>(null);
  private double bound;

  /**
   * A number that no result or partial sum of the convolution exceeds, or NaN if none can be shown
   * to be safe.
   */
  double bound(INDArray x, INDArray weight, @Nullable INDArray bias) {
    double products = (double) weight.length() / weight.size(0) * Magnitude.of(weight);
    double sum = bias == null ? 0 : Magnitude.of(bias);
    if (x.data() == result.get() && bound * products + sum < SAFE) {
      return bound * products + sum;
    }
    double measured = Magnitude.of(x) * products + sum;
    return measured < SAFE ? measured : Double.NaN;
  }

  /** A number that no value of {@code values} exceeds, or NaN if there is none. */
  double boundOf(INDArray values) {
    double known = values.data() == result.get() ? bound : Magnitude.of(values);
    return known <= Float.MAX_VALUE ? known : Double.NaN;
  }

  /**
   * Takes note of what follows for {@code result}, the convolution's gradient of its images, from
   * what is known of {@code gradient}, that of its results.
   */
  void passOn(INDArray gradient, INDArray weight, INDArray result) {
    if (gradient.data() == this.result.get()) {
      double products = (double) weight.length() / weight.size(1) * Magnitude.of(weight);
      if (bound * products < SAFE) {
        know(result, bound * products);
      }
    }
  }

  /** Takes note that no value of {@code values} exceeds {@code limit}. */
  void know(INDArray values, double limit) {
    result = new WeakReference<>(values.data());
    bound = limit;
  }
}
