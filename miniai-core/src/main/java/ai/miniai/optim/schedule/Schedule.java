package ai.miniai.optim.schedule;

/**
 * The learning rate at each step, and the momentum where it changes too. A step is a batch or an
 * epoch, as the callback that uses the schedule says. Steps count from 0.
 *
 * <pre>{@code
 * Schedule warm = new LinearWarmup(5, 0.1).then(5, new CosineAnnealing(95, 0));
 * Schedule own = (step, initial) -> initial / (1 + step);
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
  /** The learning rate at {@code step} of a group that began with the rate {@code initial}. */
  double lr(int step, double initial);

  /**
   * The momentum at {@code step} of a group that began with {@code initial}; for Adam this is
   * beta1. It stays, unless a schedule says otherwise.
   */
  default double momentum(int step, double initial) {
    return initial;
  }

  /** The same rates, while the momentum stays. */
  default Schedule lrOnly() {
    return (step, initial) -> lr(step, initial);
  }

  /**
   * This schedule before the step {@code milestone}, and from there on {@code next}, whose steps
   * count from the milestone (PyTorch's {@code SequentialLR}). Both see the rate that the group
   * began with.
   *
   * @throws IllegalArgumentException if {@code milestone} is less than 1
   */
  default Schedule then(int milestone, Schedule next) {
    return new Sequence(this, milestone, next);
  }
}
