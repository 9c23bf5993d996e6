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
record RunningMoments(double momentum, Tensor mean, Tensor variance, Tensor batches) {
  static final double MOMENTUM = 0.1;

  RunningMoments {
    checkArgument(
        momentum >= 0 && momentum <= 1, "the momentum must lie in [0, 1], not %s", momentum);
  }

  /**
   * @param buffer registers a buffer of the layer under a name, and returns it
   */
  static RunningMoments of(
      BiFunction<String, Tensor, Tensor> buffer, int channels, double momentum) {
    return MemoryScope.outside(
        () ->
            new RunningMoments(
                momentum,
                buffer.apply("running_mean", Tensor.zeros(channels)),
                buffer.apply("running_var", Tensor.ones(channels)),
                buffer.apply("num_batches_tracked", Tensor.of(0).reshape())));
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
