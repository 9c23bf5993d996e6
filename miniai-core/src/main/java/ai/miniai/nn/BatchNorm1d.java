package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Batch normalisation of rows [batch, features] or sequences [batch, features, length]: each
 * feature gets mean 0 and variance 1 over the batch (and the length), then is scaled by {@code
 * weight} and moved by {@code bias}, which are trained. While evaluating, running means and
 * variances stand in for the batch's.
 */
public final class BatchNorm1d extends BatchNorm {
  /** With PyTorch's eps, 10⁻⁵, and momentum, 0.1. */
  public BatchNorm1d(int features) {
    this(features, AffineNorm.EPS, RunningMoments.MOMENTUM);
  }

  /**
   * With settings of your own.
   *
   * @param eps what is added to the variance, so that nothing is divided by 0
   * @param momentum the share of the newest batch in the running mean and variance
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
