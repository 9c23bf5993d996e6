package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Multiplies the learning rate by {@code gamma} after every {@code size} steps: PyTorch's {@code
 * StepLR}.
 *
 * @param size the number of steps between two changes, 1 or more
 * @param gamma the factor, finite, above 0
 */
public record Step(int size, double gamma) implements Schedule {
  /** Checks the values. */
  public Step {
    checkArgument(size > 0, "a change comes after 1 step or more, not %s", size);
    checkArgument(
        gamma > 0 && Double.isFinite(gamma), "gamma must be finite and above 0, not %s", gamma);
  }

  @Override
  public double lr(int step, double initial) {
    int changes = step / size;
    return initial * Math.pow(gamma, changes);
  }
}
