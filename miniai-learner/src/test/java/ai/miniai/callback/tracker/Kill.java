package ai.miniai.callback.tracker;

import ai.miniai.callback.Callback;

/** Ends the program at an event, as far as the learner can see. */
final class Kill extends Callback {
  private final int at;
  private int events;

  Kill(int at) {
    this.at = at;
  }

  private void count() {
    if (events++ == at) {
      throw new IllegalStateException("killed");
    }
  }

  @Override
  public void beforeEpoch() {
    count();
  }

  @Override
  public void afterStep() { // the weights have changed, but the batch has not ended
    count();
  }

  @Override
  public void afterLoss() {
    count();
  }
}
