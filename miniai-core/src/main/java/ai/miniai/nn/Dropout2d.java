package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * In training mode, sets whole channels of [batch, channels, height, width] to 0, each with
 * probability p, and scales the others by 1 / (1 − p). Neighbouring values of a channel are alike,
 * so that dropping single ones would hide little. Source: Tompson et al., Efficient Object
 * Localization Using Convolutional Networks, 2015.
 */
public final class Dropout2d extends Module {
  private final double p;

  /** With PyTorch's p, 0.5. */
  public Dropout2d() {
    this(0.5);
  }

  public Dropout2d(double p) {
    this.p = Dropout.checkProbability(p);
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 4,
        "expected an input of shape [batch, channels, height, width], not %s",
        Arrays.toString(x.shape()));
    return training() && p > 0 ? x.dropoutChannels(p) : x;
  }

  @Override
  protected String details() {
    return "p " + p;
  }
}
