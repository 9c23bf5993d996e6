package ai.miniai.callback;

/**
 * Ends the rest of this batch. {@code afterBatch} is skipped; {@code cleanupBatch} runs all the
 * same.
 */
public final class CancelBatchException extends CancelException {
  private static final long serialVersionUID = 1;

  public CancelBatchException() {
    this("cancelled by a callback");
  }

  /** {@code reason}: in words for a reader. */
  public CancelBatchException(String reason) {
    super(Phase.BATCH, reason);
  }
}
