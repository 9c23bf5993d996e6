package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.parallel.Signal.Kind;
import java.util.List;
import java.util.Optional;

/** What all ranks have said at one point of the loop, from which all draw the same conclusion. */
record Agreement(List<Signal> signals) {
  Agreement {
    signals = List.copyOf(signals);
  }

  /** Asks all ranks. */
  static Agreement of(AllReduce ranks, Signal own) {
    return new Agreement(ranks.gather(own.message()).stream().map(Signal::of).toList());
  }

  /** The first rank that has said the gravest. */
  private int gravest() {
    int found = 0;
    for (int rank = 1; rank < signals.size(); rank++) {
      if (kind(rank).compareTo(kind(found)) > 0) {
        found = rank;
      }
    }
    return found;
  }

  private Kind kind(int rank) {
    return signals.get(rank).kind();
  }

  /** Whether a rank has cancelled the fit. */
  boolean endsTheFit() {
    return kind(gravest()) == Kind.CANCELS_FIT;
  }

  /** The exception with which a rank cancels what another has cancelled. */
  Optional<RuntimeException> cancelled() {
    int rank = gravest();
    String reason = "rank " + rank + ": " + signals.get(rank).reason();
    return switch (kind(rank)) {
      case CANCELS_EPOCH -> Optional.of(new CancelEpochException(reason));
      case CANCELS_FIT -> Optional.of(new CancelFitException(reason));
      default -> Optional.empty();
    };
  }

  /**
   * Fails if some ranks are at the end of their data and others are not.
   *
   * @throws IllegalStateException the same on all ranks
   */
  void checkTogether() {
    List<Kind> kinds = signals.stream().map(Signal::kind).toList();
    int ended = kinds.indexOf(Kind.ENDS);
    int goesOn = kinds.indexOf(Kind.GOES_ON);
    checkState(
        ended < 0 || goesOn < 0,
        "rank %s has no more batches, but rank %s has: give each rank as many, as a ShardedLoader"
            + " does",
        ended,
        goesOn);
  }
}
