package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Batch normalisation of [batch, features] or of sequences [batch, features, length]. Each feature
 * is normalised to mean 0 and variance 1 over the batch (and the length), then multiplied by {@code
 * weight}, and {@code bias} is added; both are trainable. In evaluation mode the running mean and
 * variance are used instead of those of the batch.
 */
public final class BatchNorm1d extends BatchNorm {
  /** With PyTorch's defaults: eps 10⁻⁵ and momentum 0.1. */
  public BatchNorm1d(int features) {
    this(features, AffineNorm.EPS, RunningMoments.MOMENTUM);
  }

  /**
   * With all settings.
   *
   * @param eps added to the variance to avoid division by 0
   * @param momentum the weight of the current batch in the running mean and variance
   */
  public BatchNorm1d(int features, double eps, double momentum) {
    super(features, eps, momentum);
  }

  @Override
  void check(Tensor x) {
    checkArgument(
        x.rank() == 2 || x.rank() == 3,
        "expected an input of shape [batch, features] or [batch, features, length], not %s",
        Arrays.toString(x.shape()));
  }
}
