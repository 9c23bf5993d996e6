package ai.miniai.callback;

import com.google.common.base.Throwables;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what several steps throw, all of which must run, and keeps the exception to rethrow. A
 * failure takes precedence over a cancel signal, and the signal for a fit over that for an epoch or
 * a batch. Later failures are added to the first as suppressed exceptions.
 */
final class Ending {
  private @Nullable Throwable gravest;

  /** Runs one step and records its exception. */
  void keep(Runnable step) {
    try {
      step.run();
    } catch (Exception | Error thrown) { // other languages throw checked exceptions here
      add(thrown);
    }
  }

  private void add(Throwable thrown) {
    Throwable before = gravest;
    if (before == null || isGraver(thrown, before)) {
      gravest = thrown;
    } else if (!(thrown instanceof CancelException) && thrown != before) {
      before.addSuppressed(thrown);
    }
  }

  private static boolean isGraver(Throwable thrown, Throwable before) {
    return before instanceof CancelException old
        && !(thrown instanceof CancelException signal
            && signal.phase().compareTo(old.phase()) >= 0);
  }

  /** The exception to rethrow; empty if nothing was thrown. */
  Optional<Throwable> thrown() {
    return Optional.ofNullable(gravest);
  }

  /** The exception to rethrow, if it is a cancel signal. */
  Optional<CancelException> signal() {
    return gravest instanceof CancelException signal ? Optional.of(signal) : Optional.empty();
  }

  /** Whether the exception to rethrow is the signal that cancels {@code phase}. */
  boolean isSignalFor(Phase phase) {
    return gravest instanceof CancelException signal && signal.phase() == phase;
  }

  /** Throws the recorded exception, if there is one. */
  void rethrow() {
    Throwable thrown = gravest;
    if (thrown != null) {
      Throwables.throwIfUnchecked(thrown);
      throw new IllegalStateException("a checked exception: " + thrown, thrown);
    }
  }
}
