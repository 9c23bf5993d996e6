package ai.miniai.callback;

/** A part of the training loop that events surround. A fit has epochs, and an epoch batches. */
public enum Phase {
  FIT,
  EPOCH,
  BATCH;

  /** The event that begins it. */
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

  /** The event that comes last, always. */
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
