package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;

/**
 * Normalises each channel of [batch, channels, ...] to mean 0 and variance 1, then multiplies by
 * {@code weight} and adds {@code bias}, both trainable and of shape [channels]. In training mode it
 * uses the mean and variance of the batch and updates the {@link RunningMoments running
 * statistics}. In evaluation mode it uses the running statistics.
 *
 * <p>The batch is normalised with its biased variance (divisor n); the running variance is updated
 * with the unbiased one (divisor n − 1). Source: Ioffe and Szegedy, Batch Normalization, 2015;
 * PyTorch's {@code BatchNorm2d}.
 */
public abstract sealed class BatchNorm extends Module permits BatchNorm1d, BatchNorm2d {
  private final double eps;
  private final Tensor weight;
  private final Tensor bias;
  private final RunningMoments running;

  BatchNorm(int channels, double eps, double momentum) {
    checkArgument(channels > 0, "the number of channels must be positive, not %s", channels);
    this.eps = AffineNorm.checkEps(eps);
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.ones(channels)));
    bias = parameter("bias", MemoryScope.outside(() -> Tensor.zeros(channels)));
    running = RunningMoments.of(this::buffer, channels, momentum);
  }

  /** Throws an exception unless {@code x} has the rank of this layer's inputs. */
  abstract void check(Tensor x);

  @Override
  protected Tensor forward(Tensor x) {
    check(x);
    if (!training()) {
      return x.batchNorm(weight, bias, running.mean(), running.variance(), eps);
    }
    Tensor.BatchNormalized normalized = x.batchNorm(weight, bias, eps);
    double n = (double) x.length() / x.size(1);
    running.move(normalized.mean(), normalized.variance(), n / (n - 1));
    running.count();
    return normalized.output();
  }

  @Override
  protected final String details() {
    return weight.length() + (eps == AffineNorm.EPS ? "" : ", eps " + eps) + running.unusual();
  }
}
