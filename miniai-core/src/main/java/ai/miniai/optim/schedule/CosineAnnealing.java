package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Cosine annealing from the initial learning rate down to {@code min}: min + (initial − min) · (1 +
 * cos(π · step / steps)) / 2. After {@code steps} the rate rises again, as in PyTorch's {@code
 * CosineAnnealingLR}. Source: Loshchilov and Hutter, SGDR, 2017.
 *
 * @param steps the step at which the minimum is reached, 1 or more
 * @param min the minimum learning rate, finite, not negative
 */
public record CosineAnnealing(int steps, double min) implements Schedule {
  /** Checks the values. */
  public CosineAnnealing {
    checkArgument(steps > 0, "cosine annealing wants 1 step or more, not %s", steps);
    checkArgument(
        min >= 0 && Double.isFinite(min),
        "the least rate must be finite and not negative, not %s",
        min);
  }

  /** Anneals down to 0. */
  public CosineAnnealing(int steps) {
    this(steps, 0);
  }

  @Override
  public double lr(int step, double initial) {
    return min + (initial - min) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }
}
