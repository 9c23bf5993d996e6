package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Instance normalisation of images [batch, channels, height, width]: each channel of each image
 * gets mean 0 and variance 1. Training and evaluating are the same: as PyTorch's by default, it
 * keeps no running moments. Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016.
 */
public final class InstanceNorm2d extends AffineNorm {
  private final int channels;

  /** With PyTorch's eps, 10⁻⁵, and, as PyTorch's, with neither weight nor bias. */
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
    super(eps, affine, channels);
    this.channels = channels;
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 4 && x.size(1) == channels,
        "expected images of shape [batch, %s, height, width], not %s",
        channels,
        Arrays.toString(x.shape()));
    return x.instanceNorm(weight, bias, eps);
  }

  @Override
  protected String details() {
    return channels + unusual(false);
  }
}
