package ai.miniai.callback;

import org.jspecify.annotations.Nullable;

/**
 * A signal that a callback throws to end a batch, an epoch or a fit early: see the subclasses. It
 * is no failure. The cancelled part must be running: {@code beforeEpoch} cannot cancel a batch.
 */
public abstract sealed class CancelException extends RuntimeException
    permits CancelBatchException, CancelEpochException, CancelFitException {
  private static final long serialVersionUID = 1;

  private final Phase phase;

  CancelException(Phase phase, @Nullable String reason) {
    // A signal, not a failure: it needs no stack trace.
    super(reason, null, false, false);
    this.phase = phase;
  }

  /** What is cancelled. */
  public final Phase phase() {
    return phase;
  }
}
