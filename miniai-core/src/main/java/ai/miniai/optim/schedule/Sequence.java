package ai.miniai.optim.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/** One schedule up to a step, and another one from there on: see {@link Schedule#then}. */
record Sequence(Schedule first, int milestone, Schedule next) implements Schedule {
  Sequence {
    checkArgument(
        milestone > 0, "a milestone is the number of a step, 1 or more, not %s", milestone);
  }

  @Override
  public double lr(int step, double initial) {
    return step < milestone ? first.lr(step, initial) : next.lr(step - milestone, initial);
  }

  @Override
  public double momentum(int step, double initial) {
    return step < milestone
        ? first.momentum(step, initial)
        : next.momentum(step - milestone, initial);
  }
}
