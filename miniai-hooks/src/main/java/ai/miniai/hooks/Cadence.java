package ai.miniai.hooks;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Training;

/**
 * Which batches of a fit are recorded: all up to a certain batch, and every n-th from then on. Most
 * problems show at the start, so recording fewer batches later reduces the cost.
 *
 * @param n 1 for all batches, 10 for every tenth batch of each pass, starting with the first
 * @param after the number of training batches at the start of the fit that are all recorded
 */
public record Cadence(int n, int after) {
  /** All batches. */
  public static final Cadence ALL = new Cadence(1, 0);

  /** Throws an {@link IllegalArgumentException} if n is less than 1. */
  public Cadence {
    checkArgument(n > 0, "every(n) wants 1 or more, not %s", n);
  }

  /** Whether the current batch is recorded. */
  public boolean includes(Training learn) {
    int size = learn.dls().train().size();
    int before = learn.epoch() * size + (learn.training() ? learn.iteration() : size);
    return before < after || learn.iteration() % n == 0;
  }
}
