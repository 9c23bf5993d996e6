package ai.miniai.kernels.elementwise;

/** Functions of one element, without settings. */
public enum ElementFunction {
  /** 1 / (1 + exp(−x)). */
  SIGMOID(true),

  /** The hyperbolic tangent. */
  TANH(true),

  /** x · sigmoid(x). Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016. */
  SILU(false),

  /**
   * x · Φ(x), where Φ is the cumulative distribution function of the standard normal distribution.
   * Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.
   */
  GELU(false),

  /**
   * x · (1 + tanh u) / 2 with u = √(2/π) · (x + 0.044715 x³), an approximation of {@link #GELU}.
   * Source: the same paper.
   */
  GELU_TANH(false),

  /** The exponential function. */
  EXP(true),

  /** The natural logarithm. */
  LOG(false),

  /** The square root. */
  SQRT(true),

  /** 1 / x. */
  RECIPROCAL(true),

  /** The absolute value; its gradient at 0 is 0. */
  ABSOLUTE(false),

  /** The sine. */
  SIN(false),

  /** The cosine. */
  COS(false),

  /** log(1 + x), exact for small x too. */
  LOG1P(false),

  /** log(1 + exp(x)). */
  SOFTPLUS(false);

  private final boolean fromResult;

  ElementFunction(boolean fromResult) {
    this.fromResult = fromResult;
  }

  /** Whether the derivative f'(x) is computed from y = f(x), and not from x. */
  public boolean fromResult() {
    return fromResult;
  }
}
