package ai.miniai.parallel;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Event;

/** Does something at one event. */
public abstract class At extends Callback {
  private final Event when;

  /** {@code when}: the event. */
  protected At(Event when) {
    this.when = when;
  }

  /** What it does. */
  protected abstract void now();

  private void at(Event event) {
    if (event == when) {
      now();
    }
  }

  @Override
  public void beforeFit() {
    at(Event.BEFORE_FIT);
  }

  @Override
  public void afterFit() {
    at(Event.AFTER_FIT);
  }

  @Override
  public void beforeEpoch() {
    at(Event.BEFORE_EPOCH);
  }

  @Override
  public void afterEpoch() {
    at(Event.AFTER_EPOCH);
  }

  @Override
  public void cleanupEpoch() {
    at(Event.CLEANUP_EPOCH);
  }

  @Override
  public void beforeBatch() {
    at(Event.BEFORE_BATCH);
  }

  @Override
  public void afterBatch() {
    at(Event.AFTER_BATCH);
  }

  @Override
  public void cleanupBatch() {
    at(Event.CLEANUP_BATCH);
  }

  @Override
  public void afterPredict() {
    at(Event.AFTER_PREDICT);
  }

  @Override
  public void afterLoss() {
    at(Event.AFTER_LOSS);
  }

  @Override
  public void afterBackward() {
    at(Event.AFTER_BACKWARD);
  }

  @Override
  public void afterStep() {
    at(Event.AFTER_STEP);
  }
}
