package ai.miniai.callback.tracker;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.tensor.Deferred;
import ai.miniai.tensor.Host;
import org.jspecify.annotations.Nullable;

/**
 * Ends the fit at the first batch whose loss is NaN or infinite. The loss is read from the device
 * together with the batch's metrics, so it costs no extra wait.
 */
public final class TerminateOnNaNCB extends Callback {
  private @Nullable Deferred loss;

  /** After callbacks that request values of the batch, so that all are read at once. */
  @Override
  public int order() {
    return 10;
  }

  @Override
  public void afterBatch() {
    loss = Host.later(learn().loss());
  }

  /** Before the next batch, so that no checkpoint with NaN weights is saved. */
  @Override
  public void cleanupBatch() {
    Deferred last = loss;
    loss = null;
    if (last != null && !Double.isFinite(last.item())) {
      Position here = new Position(epoch(), training(), learn().iteration());
      throw new CancelFitException("the loss is %s in %s".formatted(last.item(), here));
    }
  }
}
