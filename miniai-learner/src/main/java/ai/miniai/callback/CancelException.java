package ai.miniai.callback;

/** Thrown by a callback to end a part of the training loop quietly: see the three subclasses. */
public abstract sealed class CancelException extends RuntimeException
    permits CancelBatchException, CancelEpochException, CancelFitException {
  private static final long serialVersionUID = 1;

  CancelException(String reason) {
    // A signal, not a failure: it needs no stack trace.
    super(reason, null, false, false);
  }
}
