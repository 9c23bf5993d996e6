package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * The course's leaky ReLU that is moved down so that its outputs can have mean 0: leakyRelu(x,
 * leak) − sub, and at most {@code max} if one is given.
 */
public final class GeneralRelu extends Module {
  private final double leak;
  private final double sub;
  private final double max;

  /** With no maximum. */
  public GeneralRelu(double leak, double sub) {
    this(leak, sub, Double.POSITIVE_INFINITY);
  }

  public GeneralRelu(double leak, double sub, double max) {
    checkArgument(
        Double.isFinite(leak) && Double.isFinite(sub) && !Double.isNaN(max),
        "leak and sub must be finite and max a number, not leak %s, sub %s and max %s",
        leak,
        sub,
        max);
    this.leak = leak;
    this.sub = sub;
    this.max = max;
  }

  /** What comes out where 0 goes in, and where a dead unit stays: −sub. */
  public double restingValue() {
    return Math.min(-sub, max);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.generalRelu(leak, sub, max);
  }

  @Override
  protected String details() {
    return "leak " + leak + ", sub " + sub + (max < Double.POSITIVE_INFINITY ? ", max " + max : "");
  }
}
