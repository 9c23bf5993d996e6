package ai.miniai.optim.schedule;

/**
 * The learning rate at each step, and optionally the momentum. A step is a batch or an epoch,
 * depending on the callback that uses the schedule. Steps count from 0.
 *
 * <pre>{@code
 * Schedule warm = new LinearWarmup(5, 0.1).then(new CosineAnnealing(95));
 * Schedule own = (step, initial) -> initial / (1 + step);
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {
  /** The learning rate at {@code step} for a group whose initial rate is {@code initial}. */
  double lr(int step, double initial);

  /**
   * The momentum at {@code step} for a group whose initial momentum is {@code initial}; for Adam
   * this is beta1. By default it stays constant.
   */
  default double momentum(int step, double initial) {
    return initial;
  }

  /** The same learning rates, with constant momentum. */
  default Schedule lrOnly() {
    return (step, initial) -> lr(step, initial);
  }

  /**
   * This schedule before the step {@code milestone}, and {@code next} from there on; the steps of
   * {@code next} count from the milestone (PyTorch's {@code SequentialLR}). Both get the initial
   * learning rate of the group.
   *
   * @throws IllegalArgumentException if {@code milestone} is less than 1
   */
  default Schedule then(int milestone, Schedule next) {
    return new Sequence(this, milestone, next);
  }
}
