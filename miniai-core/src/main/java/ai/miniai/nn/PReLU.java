package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;

/**
 * x where positive, weight · x elsewhere. The weight is trained: one number, or one for each
 * channel of inputs [batch, channels, ...]. Source: He et al., Delving Deep into Rectifiers, 2015.
 */
public final class PReLU extends Module {
  private final Tensor weight;

  /** With PyTorch's defaults: one weight, which is 0.25 initially. */
  public PReLU() {
    this(1, 0.25);
  }

  /** With an initial weight of 0.25. */
  public PReLU(int channels) {
    this(channels, 0.25);
  }

  /**
   * With all settings.
   *
   * @param channels the number of weights: 1, or the number of channels (PyTorch's {@code
   *     num_parameters})
   * @param init the initial value of all weights
   */
  public PReLU(int channels, double init) {
    checkArgument(channels > 0, "the number of channels must be positive, not %s", channels);
    weight = parameter("weight", MemoryScope.outside(() -> Tensor.full(init, channels)));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.prelu(weight);
  }

  @Override
  protected String details() {
    return Long.toString(weight.length());
  }
}
