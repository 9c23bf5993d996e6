package ai.miniai.bench;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.live.LivePage;
import ai.miniai.recording.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Shows a fit in every second turn, and ends it when all turns have been measured. */
final class LiveTurns extends Callback {
  /** In which a browser opens the page, however busy the machine is. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LivePage page;
  private final Supplier<RunRecord> record;
  private final Race race;
  private final Duration warmUp;
  private final Supplier<Duration> browserTime;
  private final List<Double> shown = new ArrayList<>();
  private final List<Double> hidden = new ArrayList<>();
  private final List<Double> browserShares = new ArrayList<>();
  private int handedOver;
  private boolean opened;
  private int steps;
  private int turn;
  private int left;
  private long begin;
  private Duration browserBegin = Duration.ZERO;

  /**
   * {@code warmUp}: how long nothing is measured; {@code browserTime}: the processor time that the
   * browser has taken so far.
   */
  LiveTurns(
      LivePage page,
      Supplier<RunRecord> record,
      Race race,
      Duration warmUp,
      Supplier<Duration> browserTime) {
    this.page = page;
    this.record = record;
    this.race = race;
    this.warmUp = warmUp;
    this.browserTime = browserTime;
  }

  /** The milliseconds of a step in each turn that is shown. */
  List<Double> shown() {
    return shown;
  }

  /** The milliseconds of a step in each turn that is not shown. */
  List<Double> hidden() {
    return hidden;
  }

  /** The processor time of the browser in each turn that is shown, as a share of one processor. */
  List<Double> browserShares() {
    return browserShares;
  }

  /** Whether the browser has opened the page; if not, the fit has ended without a measurement. */
  boolean isOpened() {
    return opened;
  }

  /** How often the browser wanted something in the turns that are shown. */
  int handedOver() {
    return handedOver;
  }

  /** Behind the recorders. */
  @Override
  public int order() {
    return 30;
  }

  @Override
  public void beforeFit() {
    begin = System.nanoTime();
  }

  @Override
  public void afterBatch() {
    if (!training()) {
      return;
    }
    steps++;
    if (left == 0) {
      warmUp();
    } else {
      measure();
    }
  }

  private void warmUp() {
    page.show(steps == 1 ? record : this::handOver); // the first one begins, whoever looks
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    opened = handedOver > 0;
    if (opened && time.compareTo(warmUp) >= 0) {
      left = race.turn().steps(time.toNanos() / 1e9 / steps);
      handedOver = 0;
      restart();
    } else if (time.compareTo(PATIENCE) > 0) {
      page.end();
      throw new CancelFitException("no browser has opened the page");
    }
  }

  /** The pairs of turns are shown/hidden, hidden/shown, and so on. */
  private boolean isShown() {
    return turn % 4 == 0 || turn % 4 == 3;
  }

  private void measure() {
    if (isShown()) {
      page.show(this::handOver);
    }
    if (steps == left) {
      long nanos = System.nanoTime() - begin;
      (isShown() ? shown : hidden).add(nanos / 1e6 / steps);
      if (isShown()) {
        browserShares.add((double) browserTime.get().minus(browserBegin).toNanos() / nanos);
      }
      turn++;
      if (turn == 2 * race.rounds()) {
        page.end();
        throw new CancelFitException("all turns have been measured");
      }
      restart();
    }
  }

  private RunRecord handOver() {
    handedOver++;
    return record.get();
  }

  private void restart() {
    steps = 0;
    browserBegin = browserTime.get();
    begin = System.nanoTime();
  }
}
