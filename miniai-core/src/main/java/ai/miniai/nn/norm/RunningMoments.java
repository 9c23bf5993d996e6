package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The running mean and variance of each channel. A normalisation layer updates them in training
 * mode and uses them in evaluation mode. They are buffers of the layer, with PyTorch's names.
 *
 * <pre>running = (1 − momentum) · running + momentum · batch</pre>
 */
final class RunningMoments {
  static final double MOMENTUM = 0.1;

  private final double momentum;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor batches;

  /**
   * @param buffer registers a buffer of the layer under a name, and returns it
   */
  RunningMoments(BiFunction<String, Tensor, Tensor> buffer, int channels, double momentum) {
    checkArgument(
        momentum >= 0 && momentum <= 1, "the momentum must lie in [0, 1], not %s", momentum);
    this.momentum = momentum;
    mean = buffer.apply("running_mean", MemoryScope.outside(() -> Tensor.zeros(channels)));
    variance = buffer.apply("running_var", MemoryScope.outside(() -> Tensor.ones(channels)));
    batches =
        buffer.apply("num_batches_tracked", MemoryScope.outside(() -> Tensor.of(0).reshape()));
  }

  Tensor mean() {
    return mean;
  }

  Tensor variance() {
    return variance;
  }

  /** Increments the number of batches. */
  void count() {
    batches.update(count -> count.addi(1));
  }

  /**
   * Updates the running statistics with the mean and variance of a batch, both [channels].
   *
   * @param correction the factor that makes the variance of the batch unbiased
   */
  void move(Tensor batchMean, Tensor batchVariance, double correction) {
    mix(mean, batchMean, 1);
    mix(variance, batchVariance, correction);
  }

  private void mix(Tensor running, Tensor batch, double scale) {
    INDArray part = batch.read(array -> array.mul(momentum * scale));
    running.update(array -> array.muli(1 - momentum).addi(part));
  }

  /** The momentum, for the text of the layer, if it is not PyTorch's default. */
  String unusual() {
    return momentum == MOMENTUM ? "" : ", momentum " + momentum;
  }
}
