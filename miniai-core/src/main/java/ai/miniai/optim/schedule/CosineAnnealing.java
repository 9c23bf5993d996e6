package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * From the initial rate down to {@code min} along half a cosine: min + (initial − min) · (1 + cos(π
 * · step / steps)) / 2. After {@code steps} it rises again, as PyTorch's {@code CosineAnnealingLR}
 * does. Source: Loshchilov and Hutter, SGDR, 2017.
 *
 * @param steps the step at which the rate is least, 1 or more
 * @param min the least rate, finite, not negative
 */
public record CosineAnnealing(int steps, double min) implements Schedule {
  /** Checks the numbers. */
  public CosineAnnealing {
    checkArgument(steps > 0, "cosine annealing wants 1 step or more, not %s", steps);
    checkArgument(
        min >= 0 && Double.isFinite(min),
        "the least rate must be finite and not negative, not %s",
        min);
  }

  /** Down to 0. */
  public CosineAnnealing(int steps) {
    this(steps, 0);
  }

  @Override
  public double lr(int step, double initial) {
    return min + (initial - min) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }
}
