package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Linear learning rate warm-up from {@code startFactor} · initial to the initial rate, which is
 * then kept: PyTorch's {@code LinearLR} with an end factor of 1.
 *
 * @param steps the step at which the initial rate is reached, 1 or more
 * @param startFactor the fraction of the initial rate to start with, in (0, 1]
 */
public record LinearWarmup(int steps, double startFactor) implements Schedule {
  /** Checks the values. */
  public LinearWarmup {
    checkArgument(steps > 0, "a warm-up wants 1 step or more, not %s", steps);
    checkArgument(
        startFactor > 0 && startFactor <= 1,
        "the start factor must lie in (0, 1], not %s",
        startFactor);
  }

  /** With PyTorch's start factor of 1/3. */
  public LinearWarmup(int steps) {
    this(steps, 1.0 / 3);
  }

  /** The warm-up, and then {@code next}, whose steps count from the end of the warm-up. */
  public Schedule then(Schedule next) {
    return then(steps, next);
  }

  @Override
  public double lr(int step, double initial) {
    double share = (double) Math.min(step, steps) / steps;
    return initial * (startFactor + (1 - startFactor) * share);
  }
}
