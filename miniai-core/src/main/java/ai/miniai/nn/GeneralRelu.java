package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * The course's leaky ReLU, shifted down so that its outputs can have mean 0: leakyRelu(x, leak) −
 * sub, clamped to at most {@code max} if one is given.
 */
public final class GeneralRelu extends Module {
  private final double leak;
  private final double sub;
  private final double max;

  /** Without a maximum. */
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

  /**
   * The output for input 0, which is also the constant output of a dead unit: −sub, clamped to max.
   */
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
