package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Batch normalisation of images [batch, channels, height, width]: each channel gets mean 0 and
 * variance 1 over the batch and all places, then is scaled by {@code weight} and moved by {@code
 * bias}, which are trained. While evaluating, running means and variances stand in for the batch's.
 */
public final class BatchNorm2d extends BatchNorm {
  /** With PyTorch's eps, 10⁻⁵, and momentum, 0.1. */
  public BatchNorm2d(int channels) {
    this(channels, AffineNorm.EPS, RunningMoments.MOMENTUM);
  }

  /**
   * With settings of your own.
   *
   * @param eps what is added to the variance, so that nothing is divided by 0
   * @param momentum the share of the newest batch in the running mean and variance
   */
  public BatchNorm2d(int channels, double eps, double momentum) {
    super(channels, eps, momentum);
  }

  @Override
  void check(Tensor x) {
    checkArgument(
        x.rank() == 4,
        "expected images of shape [batch, channels, height, width], not %s",
        Arrays.toString(x.shape()));
  }
}
