package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/** x where positive, slope · x elsewhere. */
public final class LeakyReLU extends Module {
  private final double slope;

  /** With PyTorch's slope, 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  public LeakyReLU(double slope) {
    checkArgument(Double.isFinite(slope), "the slope must be finite, not %s", slope);
    this.slope = slope;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.leakyRelu(slope);
  }

  @Override
  protected String details() {
    return "slope " + slope;
  }
}
