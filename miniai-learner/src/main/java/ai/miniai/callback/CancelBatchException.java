package ai.miniai.callback;

import java.util.Optional;

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
