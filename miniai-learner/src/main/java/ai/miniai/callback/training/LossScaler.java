package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The factor by which a loss is multiplied so that small gradients do not become 0 in float16. It
 * is halved when a gradient overflows, and doubled after a number of steps without overflow, as
 * PyTorch's {@code GradScaler} does. Source: Micikevicius et al., Mixed Precision Training, 2018.
 */
final class LossScaler {
  static final double INITIAL_SCALE = 0x1p16;
  static final int GROWTH_INTERVAL = 2000;
  private static final double GROWTH = 2;
  private static final double BACKOFF = 0.5;

  private final int interval;
  private double scale;
  private int goodSteps;

  /** {@code interval}: the number of steps without overflow before the scale grows, 1 or more. */
  LossScaler(double scale, int interval) {
    checkArgument(interval > 0, "the scale grows after 1 step or more, not %s", interval);
    this.interval = interval;
    restore(scale, 0);
  }

  double scale() {
    return scale;
  }

  int goodSteps() {
    return goodSteps;
  }

  /** After each batch: whether all gradients were finite. */
  void update(boolean finite) {
    if (!finite) {
      scale *= BACKOFF;
      goodSteps = 0;
    } else if (++goodSteps == interval) {
      scale *= GROWTH;
      goodSteps = 0;
    }
  }

  void restore(double newScale, int newGoodSteps) {
    checkArgument(
        newScale > 0 && Double.isFinite(newScale),
        "the scale must be finite and above 0, not %s",
        newScale);
    scale = newScale;
    goodSteps = newGoodSteps;
  }
}
