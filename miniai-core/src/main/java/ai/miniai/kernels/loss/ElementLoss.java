package ai.miniai.kernels.loss;

/** A loss f(x, y) of one element: a prediction x and a target y. */
public enum ElementLoss {
  /** (x − y)². */
  SQUARED,

  /** |x − y|. */
  ABSOLUTE,

  /** d² / 2 where d = |x − y| is below the parameter δ, else δ · (d − δ / 2). */
  HUBER,

  /**
   * −(y · log x + (1 − y) · log(1 − x)) for x and y in [0, 1]. As in PyTorch, logarithms are at
   * least −100, and the derivative is (x − y) / max(x · (1 − x), 10⁻¹²).
   */
  BINARY_CROSS_ENTROPY,

  /** The same for the sigmoid of x: max(x, 0) · (1 − y) + max(−x, 0) · y + log(1 + exp(−|x|)). */
  BINARY_CROSS_ENTROPY_WITH_LOGITS,

  /**
   * y · (log y − x) for a log-probability x and a probability y; 0 where y is 0, and NaN where it
   * is negative. The derivative with respect to y is −x where y is 0.
   */
  KL_DIVERGENCE,

  /** The same for the exponential of y: exp(y) · (y − x). */
  KL_DIVERGENCE_OF_LOGARITHMS;

  static final double LEAST_LOGARITHM = -100;
  static final double LEAST_DIVISOR = 1e-12;
}
