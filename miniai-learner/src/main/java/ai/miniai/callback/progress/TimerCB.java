package ai.miniai.callback.progress;

import ai.miniai.callback.Callback;
import com.google.common.base.Stopwatch;
import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures and prints the time of each pass through the data. */
public final class TimerCB extends Callback {
  /**
   * The time of one pass, including its callbacks.
   *
   * @param epoch from 0
   * @param training whether it was a training pass
   * @param batches the number of batches that were not cancelled
   * @param items the number of items (such as images) in them
   * @param seconds from the start of the pass to its end
   */
  public record Timing(int epoch, boolean training, int batches, long items, double seconds) {
    /** Items per second. */
    public double rate() {
      return items / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "epoch %d %s: %d batches in %.2f s, %.0f items/s",
          epoch,
          training ? "train" : "eval",
          batches,
          seconds,
          rate());
    }
  }

  private final Stopwatch watch;
  private final List<Timing> timings = new ArrayList<>();
  private Consumer<Timing> log = System.out::println;
  private int batches;
  private long items;

  /** Prints to standard output. */
  public TimerCB() {
    this(Ticker.systemTicker());
  }

  TimerCB(Ticker ticker) {
    watch = Stopwatch.createUnstarted(ticker);
  }

  /** Sends the times to {@code log}, instead of printing them. */
  public TimerCB log(Consumer<Timing> log) {
    this.log = log;
    return this;
  }

  /** The times of the last fit. */
  public List<Timing> timings() {
    return ImmutableList.copyOf(timings);
  }

  /** After the other callbacks, to include their time. */
  @Override
  public int order() {
    return 100;
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  /** On rank 0 only: one is enough for the user. */
  @Override
  public boolean onRank(int rank) {
    return rank == 0;
  }

  @Override
  public void beforeFit() {
    timings.clear();
  }

  @Override
  public void beforeEpoch() {
    batches = 0;
    items = 0;
    watch.reset().start();
  }

  @Override
  public void afterBatch() {
    batches++;
    items += batch().size();
  }

  @Override
  public void afterEpoch() {
    double seconds = watch.elapsed(TimeUnit.NANOSECONDS) * 1e-9;
    Timing timing = new Timing(epoch(), training(), batches, items, seconds);
    timings.add(timing);
    log.accept(timing);
  }
}
