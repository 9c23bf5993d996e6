package ai.miniai.live;

import ai.miniai.device.MemoryUse;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Notes memory and speed once a second, and more seldom in a long run: of a full log every second
 * moment is dropped.
 */
final class UsageLog {
  static final int MOST = 256;
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final LongSupplier clock;
  private final List<Usage> all = new ArrayList<>();
  private long between;
  private long time;
  private long last;

  UsageLog() {
    this(System::nanoTime);
  }

  /** {@code clock}: gives nanoseconds. */
  UsageLog(LongSupplier clock) {
    this.clock = clock;
  }

  /** Begins the log of a run that has taken this many steps. */
  void begin(long step) {
    all.clear();
    between = FIRST.toNanos();
    add(step, Double.NaN, clock.getAsLong());
  }

  /** Notes the moment after a step, if it is time to. Validation takes no steps. */
  void note(long step) {
    long now = clock.getAsLong();
    if (step > last && now - time >= between) {
      if (all.size() == MOST) {
        thinOut();
      }
      add(step, (step - last) / ((now - time) / 1e9), now);
    }
  }

  private void thinOut() {
    List<Usage> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      kept.add(all.get(i));
    }
    all.clear();
    all.addAll(kept);
    between *= 2;
  }

  private void add(long step, double stepsPerSecond, long now) {
    all.add(new Usage(step, stepsPerSecond, MemoryUse.now()));
    time = now;
    last = step;
  }

  /** All that was noted, in order. */
  List<Usage> list() {
    return ImmutableList.copyOf(all);
  }
}
