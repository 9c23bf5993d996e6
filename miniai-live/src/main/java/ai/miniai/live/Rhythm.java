package ai.miniai.live;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when the training hands over what it has: at most once a second, and so seldom that it takes
 * the training a hundredth of its time at most, but at least every two seconds: on a busy machine
 * handing over can take long once by accident, and a page must not stand still for that.
 */
final class Rhythm {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int SHARE = 100;

  private final LongSupplier clock;
  private long next;

  Rhythm() {
    this(System::nanoTime);
  }

  /** {@code clock}: gives nanoseconds. */
  Rhythm(LongSupplier clock) {
    this.clock = clock;
    next = clock.getAsLong();
  }

  boolean isDue() {
    return clock.getAsLong() - next >= 0;
  }

  /** Does what was due. */
  void run(Runnable work) {
    long begin = clock.getAsLong();
    work.run();
    long end = clock.getAsLong();
    long wanted = Math.max(BETWEEN.toNanos(), SHARE * (end - begin));
    next = end + Math.min(wanted, LONGEST.toNanos());
  }
}
