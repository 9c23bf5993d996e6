package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures where the time goes. At any time it counts for exactly one part, so the parts add up to
 * the total.
 */
final class PartClock {
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
  private Part now = Part.OTHER;
  private long since = System.nanoTime();

  /** Resets all counters. */
  void restart() {
    nanos.clear();
    now = Part.OTHER;
    since = System.nanoTime();
  }

  /** Counts for {@code next} from now on, and returns the previous part. */
  Part enter(Part next) {
    long time = System.nanoTime();
    nanos.merge(now, time - since, Long::sum);
    since = time;
    Part before = now;
    now = next;
    return before;
  }

  /** Counts for {@code part} while {@code body} runs. */
  <T> T within(Part part, Supplier<T> body) {
    Part before = enter(part);
    try {
      return body.get();
    } finally {
      enter(before);
    }
  }

  /** The same for code without a result. */
  void within(Part part, Runnable body) {
    Part before = enter(part);
    try {
      body.run();
    } finally {
      enter(before);
    }
  }

  /** Milliseconds in each part, per step, for this many steps. */
  ImmutableMap<Part, Double> millis(int steps) {
    enter(now);
    Map<Part, Double> millis = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      millis.put(part, nanos.getOrDefault(part, 0L) / 1e6 / steps);
    }
    return Maps.immutableEnumMap(millis);
  }
}
