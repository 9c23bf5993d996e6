package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

/** The number of steps of a contender's turn. */
sealed interface TurnLength {
  /** The number of steps for a contender that needs this many seconds per step. */
  int steps(double secondsPerStep);

  /** A fixed number of steps, however long they take. */
  record Steps(int count) implements TurnLength {
    public Steps {
      checkArgument(count > 0, "a turn needs 1 step or more, not %s", count);
    }

    @Override
    public int steps(double secondsPerStep) {
      return count;
    }
  }

  /** As many steps as take about this long, so that a slow contender does not delay the others. */
  record Seconds(double seconds) implements TurnLength {
    private static final int LEAST = 1;
    private static final int MOST = 100_000;

    public Seconds {
      checkArgument(seconds > 0, "a turn needs more than %s seconds", seconds);
    }

    @Override
    public int steps(double secondsPerStep) {
      return (int) Math.max(LEAST, Math.min(MOST, Math.round(seconds / secondsPerStep)));
    }
  }
}
