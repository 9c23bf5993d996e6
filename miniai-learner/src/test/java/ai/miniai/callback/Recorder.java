package ai.miniai.callback;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down every event, and throws where it is told to. */
public final class Recorder extends Callback {
  private final List<Event> events = new ArrayList<>();
  private final @Nullable Supplier<? extends Throwable> problem;
  private int at = -1;

  public Recorder() {
    this(-1, null);
  }

  /** Throws at event number {@code at}, once. */
  public Recorder(int at, @Nullable Supplier<? extends Throwable> problem) {
    this.at = at;
    this.problem = problem;
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  void forget() {
    events.clear();
    at = -1;
  }

  private void on(Event event) {
    events.add(event);
    if (problem != null && events.size() - 1 == at) {
      sneakyThrow(problem.get());
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as other languages do
  private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public void beforeFit() {
    on(Event.BEFORE_FIT);
  }

  @Override
  public void afterFit() {
    on(Event.AFTER_FIT);
  }

  @Override
  public void cleanupFit() {
    on(Event.CLEANUP_FIT);
  }

  @Override
  public void beforeEpoch() {
    on(Event.BEFORE_EPOCH);
  }

  @Override
  public void afterEpoch() {
    on(Event.AFTER_EPOCH);
  }

  @Override
  public void cleanupEpoch() {
    on(Event.CLEANUP_EPOCH);
  }

  @Override
  public void beforeBatch() {
    on(Event.BEFORE_BATCH);
  }

  @Override
  public void afterBatch() {
    on(Event.AFTER_BATCH);
  }

  @Override
  public void cleanupBatch() {
    on(Event.CLEANUP_BATCH);
  }

  @Override
  public void predict() {
    on(Event.PREDICT);
  }

  @Override
  public void afterPredict() {
    on(Event.AFTER_PREDICT);
  }

  @Override
  public void getLoss() {
    on(Event.GET_LOSS);
  }

  @Override
  public void afterLoss() {
    on(Event.AFTER_LOSS);
  }

  @Override
  public void backward() {
    on(Event.BACKWARD);
  }

  @Override
  public void afterBackward() {
    on(Event.AFTER_BACKWARD);
  }

  @Override
  public void step() {
    on(Event.STEP);
  }

  @Override
  public void afterStep() {
    on(Event.AFTER_STEP);
  }

  @Override
  public void zeroGrad() {
    on(Event.ZERO_GRAD);
  }
}
