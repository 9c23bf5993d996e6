package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkNotNull;

import ai.miniai.tensor.Tensor;

/**
 * x · Φ(x), where Φ is the cumulative distribution function of the standard normal distribution.
 */
public final class GELU extends Module {
  /** How Φ is computed. */
  public enum Approximate {
    /** Exactly, with the error function. */
    NONE,
    /** With the approximation (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2. */
    TANH
  }

  private final Approximate approximate;

  /** With the exact Φ, PyTorch's default. */
  public GELU() {
    this(Approximate.NONE);
  }

  public GELU(Approximate approximate) {
    this.approximate = checkNotNull(approximate, "the approximation is null");
  }

  @Override
  protected Tensor forward(Tensor x) {
    return switch (approximate) {
      case NONE -> x.gelu();
      case TANH -> x.geluTanh();
    };
  }

  @Override
  protected String details() {
    return approximate == Approximate.NONE ? "" : "tanh";
  }
}
