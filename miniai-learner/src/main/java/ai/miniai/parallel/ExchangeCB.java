package ai.miniai.parallel;

import ai.miniai.callback.Callback;

/** Exchanges the gradients, after callbacks that make them and before those that use them. */
final class ExchangeCB extends Callback {
  private final DataParallelCB owner;
  private boolean stepping;

  ExchangeCB(DataParallelCB owner) {
    this.owner = owner;
  }

  @Override
  public int order() {
    return 5;
  }

  @Override
  public void afterBackward() {
    if (!stepping) {
      owner.exchange(batch().size());
    }
  }

  /** A rank whose batch was cancelled takes the step of the others, to stay equal to them. */
  @Override
  public void cleanupBatch() {
    if (owner.owesExchange() && owner.batchWasCancelled()) {
      boolean others = owner.exchange(0);
      if (others) {
        stepping = true;
        try {
          learn().update();
        } finally {
          stepping = false;
        }
      }
    }
  }
}
