package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Group normalisation of [batch, channels, ...]. The channels of each item are split into groups,
 * and each group is normalised to mean 0 and variance 1 over its channels and all positions. Then
 * each channel is multiplied by {@code weight}, and {@code bias} is added; both are trainable and
 * of shape [channels]. Training and evaluation mode do the same. Source: Wu and He, Group
 * Normalization, 2018; PyTorch's {@code GroupNorm}.
 */
public final class GroupNorm extends AffineNorm {
  private final int groups;
  private final int channels;

  /** With PyTorch's eps of 10⁻⁵, a weight and a bias. */
  public GroupNorm(int groups, int channels) {
    this(groups, channels, EPS, true);
  }

  /**
   * With all settings.
   *
   * @param groups a divisor of the number of channels
   * @param eps added to the variance to avoid division by 0
   * @param affine whether to use a weight and a bias
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
