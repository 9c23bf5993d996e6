package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One-cycle schedule: the learning rate rises from max / div to max and then falls to max / (div ·
 * finalDiv), each with cosine annealing. The momentum (Adam: beta1) moves in the opposite
 * direction. The values are those of PyTorch's {@code OneCycleLR}. Source: Smith and Topin,
 * Super-Convergence, 2018.
 *
 * <p>It sets the momentum even if it was 0. {@link #lrOnly} leaves the momentum unchanged.
 *
 * @param max the maximum learning rate, finite, above 0
 * @param steps the length of the cycle, 1 or more; for a whole fit epochs · {@code
 *     dls.train().size()}
 * @param pctStart the fraction of the steps in which the rate rises, in [0, 1]
 * @param div the maximum rate divided by the first one, above 0
 * @param finalDiv the first rate divided by the last one, above 0
 * @param baseMomentum the momentum at the maximum rate, in [0, 1)
 * @param maxMomentum the momentum at the start and the end, in [0, 1)
 */
public record OneCycle(
    double max,
    int steps,
    double pctStart,
    double div,
    double finalDiv,
    double baseMomentum,
    double maxMomentum)
    implements Schedule {
  /** Checks the values. */
  public OneCycle {
    checkArgument(
        max > 0 && Double.isFinite(max), "the highest rate must be finite, above 0, not %s", max);
    checkArgument(steps > 0, "a cycle wants 1 step or more, not %s", steps);
    checkArgument(pctStart >= 0 && pctStart <= 1, "pctStart must lie in [0, 1], not %s", pctStart);
    checkArgument(div > 0, "div must be above 0, not %s", div);
    checkArgument(finalDiv > 0, "finalDiv must be above 0, not %s", finalDiv);
    checkMomentum("baseMomentum", baseMomentum);
    checkMomentum("maxMomentum", maxMomentum);
  }

  /**
   * With PyTorch's defaults: the rate rises for 30 % of the steps, div 25, finalDiv 10⁴, momentum
   * from 0.95 to 0.85.
   */
  public OneCycle(double max, int steps) {
    this(max, steps, 0.3, 25, 1e4, 0.85, 0.95);
  }

  private static void checkMomentum(String what, double value) {
    checkArgument(value >= 0 && value < 1, "%s must lie in [0, 1), not %s", what, value);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code step} is after the end of the cycle
   */
  @Override
  public double lr(int step, double initial) {
    double first = max / div;
    return at(step, first, max, first / finalDiv);
  }

  @Override
  public double momentum(int step, double initial) {
    return at(step, maxMomentum, baseMomentum, maxMomentum);
  }

  private double at(int step, double first, double middle, double last) {
    checkArgument(
        step >= 0 && step < steps,
        "the cycle has %s steps, numbered from 0, and this is step %s: a fit has epochs · batches",
        steps,
        step);
    double top = pctStart * steps - 1;
    return step <= top
        ? cosine(first, middle, top > 0 ? step / top : 1)
        : cosine(middle, last, (step - top) / (steps - 1 - top));
  }

  /** Cosine interpolation from {@code start} to {@code end} as {@code share} goes from 0 to 1. */
  private static double cosine(double start, double end, double share) {
    return end + (start - end) / 2 * (Math.cos(Math.PI * share) + 1);
  }
}
