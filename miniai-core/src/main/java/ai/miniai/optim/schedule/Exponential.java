package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Exponential decay, initial · gammaˢᵗᵉᵖ: PyTorch's {@code ExponentialLR}.
 *
 * @param gamma the factor per step, finite, above 0
 */
public record Exponential(double gamma) implements Schedule {
  /** Checks the factor. */
  public Exponential {
    checkArgument(
        gamma > 0 && Double.isFinite(gamma), "gamma must be finite and above 0, not %s", gamma);
  }

  @Override
  public double lr(int step, double initial) {
    return initial * Math.pow(gamma, step);
  }
}
