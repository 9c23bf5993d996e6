package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instance normalisation of images [batch, channels, height, width]: each channel of each image is
 * normalised to mean 0 and variance 1. Training and evaluation mode do the same unless running
 * statistics are tracked. Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016.
 */
public final class InstanceNorm2d extends AffineNorm {
  private final int channels;
  private final @Nullable RunningMoments running;

  /** With PyTorch's defaults: eps 10⁻⁵, without weight, bias and running statistics. */
  public InstanceNorm2d(int channels) {
    this(channels, EPS, false);
  }

  /**
   * With all settings except running statistics.
   *
   * @param eps added to the variance to avoid division by 0
   * @param affine whether each channel is then multiplied by a {@code weight} and a {@code bias} is
   *     added, both trainable and of shape [channels]
   */
  public InstanceNorm2d(int channels, double eps, boolean affine) {
    this(channels, eps, RunningMoments.MOMENTUM, affine, false);
  }

  /**
   * Optionally with running statistics, which are buffers with PyTorch's names. In training mode
   * each image is still normalised with its own mean and variance. The running statistics are
   * updated with the averages of these over the batch (variances with divisor n − 1). In evaluation
   * mode the running statistics are used for all images. As in PyTorch, {@code num_batches_tracked}
   * stays 0.
   *
   * @param momentum the weight of the current batch in the running mean and variance
   */
  public InstanceNorm2d(
      int channels, double eps, double momentum, boolean affine, boolean trackRunningStats) {
    super(eps, affine, channels);
    this.channels = channels;
    running = trackRunningStats ? RunningMoments.of(this::buffer, channels, momentum) : null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 4 && x.size(1) == channels,
        "expected images of shape [batch, %s, height, width], not %s",
        channels,
        Arrays.toString(x.shape()));
    RunningMoments moments = running;
    if (moments != null && !training()) {
      return x.batchNorm(
          weight == null ? Tensor.ones(channels).to(x.dataType()) : weight,
          bias == null ? Tensor.zeros(channels).to(x.dataType()) : bias,
          moments.mean(),
          moments.variance(),
          eps);
    }
    Tensor y = x.instanceNorm(weight, bias, eps);
    if (moments != null) {
      Autograd.noGrad(() -> moments.move(x.mean(0, 2, 3), x.var(2, 3).mean(0), 1));
    }
    return y;
  }

  @Override
  protected String details() {
    return channels
        + unusual(false)
        + (running == null ? "" : running.unusual() + ", running moments");
  }
}
