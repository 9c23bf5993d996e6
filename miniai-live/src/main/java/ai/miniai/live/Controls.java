package ai.miniai.live;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * What a reader of a {@link LivePage} asks of a training loop with the page's buttons: to stop, to
 * pause, to change the learning rate. A loop of your own asks after each batch:
 *
 * <pre>{@code
 * Controls controls = page.controls();
 * do {
 *   step();
 *   page.show(this::record);
 * } while (controls.goOn(optimizer::lr));
 * page.end();
 * }</pre>
 *
 * <p>A {@code Learner} needs none of this: see {@link LivePage#control}. Any thread may call the
 * methods.
 */
public final class Controls {
  /** What the page says of a training that was stopped. */
  static final String REASON = "stopped on the live page";

  private final Consumer<RunState> listener;

  @GuardedBy("this")
  private boolean stop;

  @GuardedBy("this")
  private boolean paused;

  @GuardedBy("this")
  private OptionalDouble rate = OptionalDouble.empty();

  /** {@code listener}: is told, by the thread that trains, when it pauses and when it goes on. */
  Controls(Consumer<RunState> listener) {
    this.listener = listener;
  }

  // ---------------------------------------------------------------- the page's side

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

  /** Forgets what was asked of the run before. */
  synchronized void clear() {
    stop = false;
    paused = false;
    rate = OptionalDouble.empty();
  }

  // ---------------------------------------------------------------- the training's side

  /**
   * Does what the reader asks, and returns whether the training is to go on. To be called by the
   * thread that trains, after each batch. It returns at once, unless the reader has paused the
   * training; an interrupt ends the pause.
   *
   * @param setRate sets the learning rate, which is finite and not negative, from the next batch on
   * @return false if the training is to stop
   */
  public boolean goOn(DoubleConsumer setRate) {
    takeRate().ifPresent(setRate);
    if (isPaused()) {
      listener.accept(RunState.PAUSED);
      awaitResume();
      listener.accept(RunState.RUNNING);
      takeRate().ifPresent(setRate);
    }
    return !isStopped();
  }

  /** Whether the reader has stopped the training. */
  public synchronized boolean isStopped() {
    return stop;
  }

  private synchronized boolean isPaused() {
    return paused && !stop;
  }

  /** The learning rate that is wanted, once. */
  private synchronized OptionalDouble takeRate() {
    OptionalDouble wanted = rate;
    rate = OptionalDouble.empty();
    return wanted;
  }

  private synchronized void awaitResume() {
    try {
      while (isPaused()) {
        wait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
