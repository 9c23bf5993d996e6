package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;

/** Ends the fit after one batch, to try whether everything works together. */
public final class SingleBatchCB extends Callback {
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void afterBatch() {
    throw new CancelFitException("one batch was asked for");
  }
}
