package ai.miniai.parallel;

import ai.miniai.callback.Callback;

/** Exchanges the gradients, after callbacks that make them and before those that use them. */
final class ExchangeCB extends Callback {
  private final DataParallelCB owner;

  ExchangeCB(DataParallelCB owner) {
    this.owner = owner;
  }

  @Override
  public int order() {
    return 5;
  }

  /** Not if the step is one for gradients that have been exchanged before. */
  @Override
  public void afterBackward() {
    if (owner.owesExchange()) {
      owner.exchange(batch().size());
    }
  }

  /** A rank whose batch was cancelled takes the step of the others, to stay equal to them. */
  @Override
  public void cleanupBatch() {
    boolean steps = owner.owesExchange() && owner.batchWasCancelled() && owner.exchange(0);
    try {
      if (steps) {
        learn().update();
      }
    } finally {
      owner.endBatch();
    }
  }
}
