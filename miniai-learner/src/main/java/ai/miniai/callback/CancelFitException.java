package ai.miniai.callback;

/** Ends the whole fit. {@code afterFit} is skipped; {@code cleanupFit} runs all the same. */
public final class CancelFitException extends CancelException {
  private static final long serialVersionUID = 1;

  public CancelFitException() {
    this("cancelled by a callback");
  }

  /** {@code reason}: in words for a reader. */
  public CancelFitException(String reason) {
    super(Phase.FIT, reason);
  }
}
