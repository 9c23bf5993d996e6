package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instance normalisation of images [batch, channels, height, width]: each channel of each image
 * gets mean 0 and variance 1. Training and evaluating are the same, unless running moments are
 * asked for. Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016.
 */
public final class InstanceNorm2d extends AffineNorm {
  private final int channels;
  private final @Nullable RunningMoments running;

  /**
   * With PyTorch's eps, 10⁻⁵, and, as PyTorch's, with neither weight nor bias nor running moments.
   */
  public InstanceNorm2d(int channels) {
    this(channels, EPS, false);
  }

  /**
   * With settings of your own.
   *
   * @param eps what is added to the variance, so that nothing is divided by 0
   * @param affine whether each channel is then multiplied by a {@code weight} and moved by a {@code
   *     bias}, both [channels] and trained
   */
  public InstanceNorm2d(int channels, double eps, boolean affine) {
    this(channels, eps, RunningMoments.MOMENTUM, affine, false);
  }

  /**
   * With running moments, if they are wanted: buffers under PyTorch's names. While training, each
   * image is still normalised by its own moments, and the running ones move towards their means
   * over the batch (the variances divided by n − 1); while evaluating, the running ones are used
   * for all. As in PyTorch, {@code num_batches_tracked} stays 0.
   *
   * @param momentum the share of the newest batch in the running mean and variance
   */
  public InstanceNorm2d(
      int channels, double eps, double momentum, boolean affine, boolean trackRunningStats) {
    super(eps, affine, channels);
    this.channels = channels;
    running = trackRunningStats ? new RunningMoments(this, channels, momentum) : null;
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
