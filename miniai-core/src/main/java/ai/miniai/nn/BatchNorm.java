package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.BatchNormalized;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives each channel of [batch, channels, ...] mean 0 and variance 1, then scales by {@code weight}
 * and adds {@code bias}, both [channels] and trained. While training, mean and variance are those
 * of the batch, and running ones are kept; while evaluating, the running ones are used:
 *
 * <pre>running = (1 − momentum) · running + momentum · batch</pre>
 *
 * <p>The variance of a batch is divided by n, the one that goes into the running variance by n − 1.
 * Source: Ioffe and Szegedy, Batch Normalization, 2015; PyTorch's {@code BatchNorm2d}.
 */
abstract sealed class BatchNorm extends Module permits BatchNorm1d, BatchNorm2d {
  static final double EPS = 1e-5;
  static final double MOMENTUM = 0.1;

  private final double eps;
  private final double momentum;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVar;
  private final Tensor batches;

  BatchNorm(int channels, double eps, double momentum) {
    checkArgument(channels > 0, "the number of channels must be positive, not %s", channels);
    checkArgument(
        momentum >= 0 && momentum <= 1, "the momentum must lie in [0, 1], not %s", momentum);
    this.eps = AffineNorm.checkEps(eps);
    this.momentum = momentum;
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.ones(channels)));
    bias = parameter("bias", MemoryScope.outside(() -> Tensor.zeros(channels)));
    runningMean = buffer("running_mean", MemoryScope.outside(() -> Tensor.zeros(channels)));
    runningVar = buffer("running_var", MemoryScope.outside(() -> Tensor.ones(channels)));
    batches = buffer("num_batches_tracked", MemoryScope.outside(() -> Tensor.of(0).reshape()));
  }

  /** Throws unless {@code x} has the rank of this layer's inputs. */
  abstract void check(Tensor x);

  @Override
  protected Tensor forward(Tensor x) {
    check(x);
    if (!training()) {
      return x.batchNorm(weight, bias, runningMean, runningVar, eps);
    }
    BatchNormalized normalized = x.batchNorm(weight, bias, eps);
    double n = (double) x.length() / x.size(1);
    move(runningMean, normalized.mean(), 1);
    move(runningVar, normalized.variance(), n / (n - 1));
    batches.array().addi(1);
    return normalized.output();
  }

  private void move(Tensor running, Tensor batch, double scale) {
    INDArray part = batch.array().mul(momentum * scale);
    running.array().muli(1 - momentum).addi(part);
  }

  @Override
  protected final String details() {
    return weight.length()
        + (eps == EPS ? "" : ", eps " + eps)
        + (momentum == MOMENTUM ? "" : ", momentum " + momentum);
  }
}
