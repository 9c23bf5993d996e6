package ai.miniai.live;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Wakes the threads that wait for news. Ringing takes no time, whoever waits. */
final class Bell {
  @GuardedBy("this")
  private long rung;

  synchronized void ring() {
    rung++;
    notifyAll();
  }

  /** How often it has rung. */
  synchronized long rung() {
    return rung;
  }

  /**
   * Waits until it has rung more often than {@code heard}, but not longer than this. Returns
   * whether it has.
   */
  synchronized boolean await(long heard, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos(); rung <= heard && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
    return rung > heard;
  }
}
