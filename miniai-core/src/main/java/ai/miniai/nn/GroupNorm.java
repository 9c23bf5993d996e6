package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Group normalisation of [batch, channels, ...]: the channels of each item are cut into groups, and
 * each group gets mean 0 and variance 1 over its channels and all places; then each channel is
 * multiplied by {@code weight} and moved by {@code bias}, both [channels] and trained. Training and
 * evaluating are the same. Source: Wu and He, Group Normalization, 2018; PyTorch's {@code
 * GroupNorm}.
 */
public final class GroupNorm extends AffineNorm {
  private final int groups;
  private final int channels;

  /** With PyTorch's eps, 10⁻⁵, a weight and a bias. */
  public GroupNorm(int groups, int channels) {
    this(groups, channels, EPS, true);
  }

  /**
   * With settings of your own.
   *
   * @param groups a divisor of the number of channels
   * @param eps what is added to the variance, so that nothing is divided by 0
   * @param affine whether there are a weight and a bias
   */
  public GroupNorm(int groups, int channels, double eps, boolean affine) {
    super(eps, affine, channels);
    checkArgument(
        groups > 0 && channels % groups == 0,
        "%s channels cannot be cut into %s groups of equal size",
        channels,
        groups);
    this.groups = groups;
    this.channels = channels;
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() >= 2 && x.size(1) == channels,
        "expected an input of shape [batch, %s, ...], not %s",
        channels,
        Arrays.toString(x.shape()));
    return x.groupNorm(groups, weight, bias, eps);
  }

  @Override
  protected String details() {
    return groups + ", " + channels + unusual(true);
  }
}
