package ai.miniai.callback;

import java.util.Optional;

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
