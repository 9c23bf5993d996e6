package ai.miniai.callback;

import java.util.Optional;

/**
 * Skips the rest of this batch, including {@code afterBatch}. {@code cleanupBatch} is still called.
 */
public final class CancelBatchException extends CancelException {
  private static final long serialVersionUID = 1;

  /** With the reason "cancelled by a callback". */
  public CancelBatchException() {
    this("cancelled by a callback");
  }

  /** With a reason for the reader, see {@link Training#cancelReason}. */
  public CancelBatchException(String reason) {
    this(Optional.of(reason));
  }

  private CancelBatchException(Optional<String> reason) {
    super(Phase.BATCH, reason.orElse(null));
  }

  /** Without a reason: the fit does not count as cancelled, see {@link Training#cancelReason}. */
  public static CancelBatchException silent() {
    return new CancelBatchException(Optional.empty());
  }
}
