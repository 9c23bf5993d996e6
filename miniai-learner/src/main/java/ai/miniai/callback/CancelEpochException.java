package ai.miniai.callback;

import java.util.Optional;

/**
 * Skips the rest of this epoch, including {@code afterEpoch}. {@code cleanupEpoch} is still called.
 */
public final class CancelEpochException extends CancelException {
  private static final long serialVersionUID = 1;

  /** With the reason "cancelled by a callback". */
  public CancelEpochException() {
    this("cancelled by a callback");
  }

  /** With a reason for the reader, see {@link Training#cancelReason}. */
  public CancelEpochException(String reason) {
    this(Optional.of(reason));
  }

  private CancelEpochException(Optional<String> reason) {
    super(Phase.EPOCH, reason.orElse(null));
  }

  /** Without a reason: the fit does not count as cancelled, see {@link Training#cancelReason}. */
  public static CancelEpochException silent() {
    return new CancelEpochException(Optional.empty());
  }
}
