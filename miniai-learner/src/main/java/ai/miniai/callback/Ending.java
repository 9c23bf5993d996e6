package ai.miniai.callback;

import com.google.common.base.Throwables;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a part of the loop ends that has several steps, all of which run: with nothing thrown, or
 * with the gravest of what was. A failure is graver than any cancel signal, and the signal for the
 * fit graver than that for the epoch. Further failures are suppressed by the first.
 */
final class Ending {
  private @Nullable Throwable gravest;

  /** Runs one step, and keeps what it throws. */
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

  /** What it ends with; empty if nothing was thrown. */
  Optional<Throwable> thrown() {
    return Optional.ofNullable(gravest);
  }

  /** The signal with which it ends, if it ends with one. */
  Optional<CancelException> signal() {
    return gravest instanceof CancelException signal ? Optional.of(signal) : Optional.empty();
  }

  /** Whether it ends with the signal that cancels {@code phase}. */
  boolean isSignalFor(Phase phase) {
    return gravest instanceof CancelException signal && signal.phase() == phase;
  }

  /** Throws what it ends with, if anything. */
  void rethrow() {
    Throwable thrown = gravest;
    if (thrown != null) {
      Throwables.throwIfUnchecked(thrown);
      throw new IllegalStateException("a checked exception: " + thrown, thrown);
    }
  }
}
