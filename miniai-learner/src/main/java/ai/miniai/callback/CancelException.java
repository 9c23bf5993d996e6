package ai.miniai.callback;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a callback to end a part of the training loop quietly: see the three subclasses. That
 * part must be running: there is no batch to cancel in {@code beforeEpoch}.
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
