package ai.miniai.nn;

/**
 * The factor by which weights after an activation must be larger, so that the scale of the values
 * is kept through the layers: PyTorch's {@code calculate_gain}.
 */
public final class Gain {
  /** After no activation, or after a sigmoid. */
  public static final double LINEAR = 1;

  /** After a hyperbolic tangent. */
  public static final double TANH = 5.0 / 3;

  /** After a ReLU: √2. */
  public static final double RELU = Math.sqrt(2);

  private Gain() {}

  /** After a leaky ReLU of slope {@code a}: √(2 / (1 + a²)). */
  public static double leakyRelu(double a) {
    return Math.sqrt(2 / (1 + a * a));
  }
}
