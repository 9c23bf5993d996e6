package ai.miniai.callback;

/**
 * Ends the rest of this epoch. {@code afterEpoch} is skipped; {@code cleanupEpoch} runs all the
 * same.
 */
public final class CancelEpochException extends CancelException {
  private static final long serialVersionUID = 1;

  public CancelEpochException() {
    this("cancelled by a callback");
  }

  /** {@code reason}: in words for a reader. */
  public CancelEpochException(String reason) {
    super(Phase.EPOCH, reason);
  }
}
