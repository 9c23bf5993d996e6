package ai.miniai.callback;

/** Ends the fit without {@code afterFit}. {@code cleanupFit} is still called. */
public final class CancelFitException extends CancelException {
  private static final long serialVersionUID = 1;

  /** With the reason "cancelled by a callback". */
  public CancelFitException() {
    this("cancelled by a callback");
  }

  /** With a reason for the reader, see {@link Training#cancelReason}. */
  public CancelFitException(String reason) {
    super(Phase.FIT, reason);
  }
}
