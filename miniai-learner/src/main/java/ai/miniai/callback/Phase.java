package ai.miniai.callback;

/** A part of the training loop with events around it: a fit has epochs, an epoch has batches. */
public enum Phase {
  FIT,
  EPOCH,
  BATCH;

  /** The first event. */
  Event before() {
    return switch (this) {
      case FIT -> Event.BEFORE_FIT;
      case EPOCH -> Event.BEFORE_EPOCH;
      case BATCH -> Event.BEFORE_BATCH;
    };
  }

  /** The event at its end, unless it was cancelled or failed. */
  Event after() {
    return switch (this) {
      case FIT -> Event.AFTER_FIT;
      case EPOCH -> Event.AFTER_EPOCH;
      case BATCH -> Event.AFTER_BATCH;
    };
  }

  /** The last event, which always comes. */
  Event cleanup() {
    return switch (this) {
      case FIT -> Event.CLEANUP_FIT;
      case EPOCH -> Event.CLEANUP_EPOCH;
      case BATCH -> Event.CLEANUP_BATCH;
    };
  }

  /** "fit", "epoch" or "batch". */
  @Override
  public String toString() {
    return switch (this) {
      case FIT -> "fit";
      case EPOCH -> "epoch";
      case BATCH -> "batch";
    };
  }
}
