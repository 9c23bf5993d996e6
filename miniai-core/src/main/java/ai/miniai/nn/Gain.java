package ai.miniai.nn;

/**
 * By how much weights must be larger behind an activation, so that what passes through it keeps its
 * size: PyTorch's {@code calculate_gain}.
 */
public final class Gain {
  /** Behind no activation, or a sigmoid. */
  public static final double LINEAR = 1;

  /** Behind a hyperbolic tangent. */
  public static final double TANH = 5.0 / 3;

  /** Behind a ReLU, √2. */
  public static final double RELU = Math.sqrt(2);

  private Gain() {}

  /** √(2 / (1 + a²)), behind a leaky ReLU of slope {@code a}. */
  public static double leakyRelu(double a) {
    return Math.sqrt(2 / (1 + a * a));
  }
}
