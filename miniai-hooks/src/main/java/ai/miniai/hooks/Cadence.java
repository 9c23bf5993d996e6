package ai.miniai.hooks;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Training;

/**
 * Which batches of a fit are recorded: all up to some batch, and every n-th from then on. It makes
 * watching cheaper where less happens: what goes wrong mostly does so at the beginning.
 *
 * @param n 1 for all batches, 10 for one in ten of each pass, beginning with the first
 * @param after so many training batches of the fit come first, and are recorded all
 */
public record Cadence(int n, int after) {
  /** All batches. */
  public static final Cadence ALL = new Cadence(1, 0);

  /** Fails with an {@link IllegalArgumentException} if n is less than 1. */
  public Cadence {
    checkArgument(n > 0, "every(n) wants 1 or more, not %s", n);
  }

  /** Whether the batch that runs now is recorded. */
  public boolean includes(Training learn) {
    int size = learn.dls().train().size();
    int before = learn.epoch() * size + (learn.training() ? learn.iteration() : size);
    return before < after || learn.iteration() % n == 0;
  }
}
