package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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
  private @Nullable SumOverModels others;

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
    SumOverModels all = others;
    if (all != null) {
      return synchronised(x, all);
    }
    Tensor.BatchNormalized normalized = x.batchNorm(weight, bias, eps);
    double n = (double) x.length() / x.size(1);
    running.move(normalized.mean(), normalized.variance(), n / (n - 1));
    running.count();
    return normalized.output();
  }

  /**
   * Takes mean and variance over the batches of all replicas of this layer from now on, in training
   * mode: PyTorch's {@code SyncBatchNorm}. The sums are in the order in which layers run, so all
   * replicas must run the same layers.
   */
  public final void synchronise(SumOverModels replicas) {
    others = replicas;
  }

  /** Whether {@link #synchronise} was called, and its end was not. */
  public final boolean isSynchronised() {
    return others != null;
  }

  /** Ends what {@link #synchronise} has begun. */
  public final void useOwnStatistics() {
    others = null;
  }

  /**
   * The second sum is of squares around the mean: the difference of two large ones is not exact.
   */
  private Tensor synchronised(Tensor x, SumOverModels all) {
    long channels = x.size(1);
    int[] dims = IntStream.range(0, x.rank()).filter(dim -> dim != 1).toArray();
    long[] row = LongStream.range(0, x.rank()).map(dim -> dim == 1 ? channels : 1).toArray();
    double own = (double) x.length() / channels;
    Tensor sums =
        all.sum(Tensor.concat(0, x.sum(dims), Tensor.full(own, 1).to(x.dataType())), x.size(0));
    Tensor n = sums.slice(0, channels, channels + 1).detach();
    Tensor mean = sums.slice(0, 0, channels).div(n);
    Tensor centered = x.minus(mean.reshape(row));
    Tensor variance = all.sum(centered.square().sum(dims), x.size(0)).div(n);
    double count = n.item();
    running.move(mean, variance, count / (count - 1));
    running.count();
    return centered
        .div(variance.plus(eps).sqrt().reshape(row))
        .times(weight.reshape(row))
        .plus(bias.reshape(row));
  }

  @Override
  protected final String details() {
    return weight.length() + (eps == AffineNorm.EPS ? "" : ", eps " + eps) + running.unusual();
  }
}
