package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Batch normalisation of images [batch, channels, height, width]. Each channel is normalised to
 * mean 0 and variance 1 over the batch and all pixels, then multiplied by {@code weight}, and
 * {@code bias} is added; both are trainable. In evaluation mode the running mean and variance are
 * used instead of those of the batch.
 */
public final class BatchNorm2d extends BatchNorm {
  /** With PyTorch's defaults: eps 10⁻⁵ and momentum 0.1. */
  public BatchNorm2d(int channels) {
    this(channels, AffineNorm.EPS, RunningMoments.MOMENTUM);
  }

  /**
   * With all settings.
   *
   * @param eps added to the variance to avoid division by 0
   * @param momentum the weight of the current batch in the running mean and variance
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
