package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

/** How many steps a contender makes before the next one has its turn. */
sealed interface TurnLength {
  /** The number of steps for one who needs so many seconds for each. */
  int steps(double secondsPerStep);

  /** So many steps, however long they take. */
  record Steps(int count) implements TurnLength {
    public Steps {
      checkArgument(count > 0, "a turn needs 1 step or more, not %s", count);
    }

    @Override
    public int steps(double secondsPerStep) {
      return count;
    }
  }

  /** As many steps as take about so long: a slow contender must not make the others wait. */
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
