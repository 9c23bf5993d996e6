package ai.miniai.live;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The run that goes on, as the thread that trains sees it. The runs before it are kept. */
final class CurrentRun {
  /** Of more runs the first ones are forgotten, so that memory does not fill up. */
  private static final int MOST = 20;

  private final Runs runs;
  private final Rhythm rhythm = new Rhythm();
  private final UsageLog usage = new UsageLog();
  private final Deque<RunFeed> all = new ArrayDeque<>();
  private String title = "";
  private long started;
  private long step;
  private @Nullable RunFeed feed;
  private @Nullable Function<RunState, Moment> moments;

  CurrentRun(Runs runs) {
    this.runs = runs;
  }

  /**
   * Begins to show a run.
   *
   * @param name what the reader calls it; if a run has this name already, a number is added
   * @param steps how many it has taken already
   * @param controlled whether it has buttons
   * @param moments what is known of it at the time of the call, in a state
   */
  void begin(String name, long steps, boolean controlled, Function<RunState, Moment> moments) {
    title = runs.unused(name);
    started = System.currentTimeMillis();
    step = steps;
    this.moments = moments;
    usage.begin(steps);
    RunFeed begun = runs.add(moments.apply(RunState.RUNNING), controlled);
    feed = begun;
    all.addLast(begun);
    if (all.size() > MOST) {
      runs.remove(all.removeFirst());
    }
  }

  /** What the page calls it. */
  String title() {
    return title;
  }

  /** When it began, in milliseconds since 1970. */
  long started() {
    return started;
  }

  /** The number of training batches so far. */
  long step() {
    return step;
  }

  /** Memory and speed so far. */
  List<Usage> usage() {
    return usage.list();
  }

  /** Whether none has begun, or the last one is over. */
  boolean isOver() {
    return feed == null || feed.newest().progress().state().isOver();
  }

  /** After a batch: shows what is new, if somebody looks and it is time to. */
  void reach(long step) {
    this.step = step;
    usage.note(step);
    if (rhythm.isDue() && requireNonNull(feed).isWanted()) {
      rhythm.run(() -> tell(RunState.RUNNING));
    }
  }

  /** Shows its state, with all that is new. */
  void tell(RunState state) {
    requireNonNull(feed).offer(requireNonNull(moments).apply(state));
  }
}
