package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * In training mode, sets each value to 0 with probability p and scales the others by 1 / (1 − p).
 */
public final class Dropout extends Module {
  private final double p;

  public Dropout(double p) {
    this.p = checkProbability(p);
  }

  static double checkProbability(double p) {
    checkArgument(p >= 0 && p < 1, "the probability of dropping must lie in [0, 1), not %s", p);
    return p;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return training() && p > 0 ? x.dropout(p) : x;
  }

  @Override
  protected String details() {
    return "p " + p;
  }
}
