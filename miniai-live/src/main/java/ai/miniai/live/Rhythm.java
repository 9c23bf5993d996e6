package ai.miniai.live;

import java.time.Duration;

/**
 * Says when the training hands over what it has: a few times a second, and so seldom that it takes
 * the training a hundredth of its time at most.
 */
final class Rhythm {
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int SHARE = 100;

  private long next = System.nanoTime();

  boolean isDue() {
    return System.nanoTime() - next >= 0;
  }

  /** Does what was due. */
  void run(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    long end = System.nanoTime();
    next = end + Math.max(BETWEEN.toNanos(), SHARE * (end - begin));
  }
}
