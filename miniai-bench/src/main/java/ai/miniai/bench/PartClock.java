package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tells where the time goes: it is always in one part, so that the parts make up the whole. */
final class PartClock {
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
  private Part now = Part.OTHER;
  private long since = System.nanoTime();

  /** Forgets what it has counted. */
  void restart() {
    nanos.clear();
    now = Part.OTHER;
    since = System.nanoTime();
  }

  /** Counts for {@code next} from now on, and gives the part that it counted for. */
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

  /** As above, for what gives nothing. */
  void within(Part part, Runnable body) {
    Part before = enter(part);
    try {
      body.run();
    } finally {
      enter(before);
    }
  }

  /** Milliseconds in each part, for each of so many steps. */
  ImmutableMap<Part, Double> millis(int steps) {
    enter(now);
    Map<Part, Double> millis = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      millis.put(part, nanos.getOrDefault(part, 0L) / 1e6 / steps);
    }
    return Maps.immutableEnumMap(millis);
  }
}
