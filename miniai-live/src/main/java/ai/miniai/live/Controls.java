package ai.miniai.live;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalDouble;

/** What a reader of the page has asked of a training, until the training does it. */
final class Controls {
  @GuardedBy("this")
  private boolean stop;

  @GuardedBy("this")
  private boolean paused;

  @GuardedBy("this")
  private OptionalDouble rate = OptionalDouble.empty();

  /**
   * Takes a wish.
   *
   * @param action "stop", "pause", "resume" or "rate"
   * @param value the learning rate, if that is wanted
   */
  synchronized void ask(String action, double value) {
    switch (action) {
      case "stop" -> stop = true;
      case "pause" -> paused = true;
      case "resume" -> paused = false;
      case "rate" -> {
        checkArgument(
            Double.isFinite(value) && value >= 0,
            "a learning rate is finite and not negative, not %s",
            value);
        rate = OptionalDouble.of(value);
      }
      default ->
          throw new IllegalArgumentException(
              "expected the action stop, pause, resume or rate, not \"" + action + "\"");
    }
    notifyAll();
  }

  /** Forgets what was asked of the fit before. */
  synchronized void clear() {
    stop = false;
    paused = false;
    rate = OptionalDouble.empty();
  }

  synchronized boolean isStopped() {
    return stop;
  }

  synchronized boolean isPaused() {
    return paused && !stop;
  }

  /** The learning rate that is wanted, once. */
  synchronized OptionalDouble takeRate() {
    OptionalDouble wanted = rate;
    rate = OptionalDouble.empty();
    return wanted;
  }

  /** Waits while the training is to pause; an interrupt, which stops a training, ends the wait. */
  synchronized void awaitResume() {
    try {
      while (isPaused()) {
        wait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
