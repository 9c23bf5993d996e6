package ai.miniai.learner;

import ai.miniai.callback.CancelBatchException;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.Event;

/** A part of the loop that callbacks surround, and that one kind of signal cancels. */
enum Phase {
  FIT(Event.BEFORE_FIT, Event.AFTER_FIT, Event.CLEANUP_FIT, CancelFitException.class),
  EPOCH(Event.BEFORE_EPOCH, Event.AFTER_EPOCH, Event.CLEANUP_EPOCH, CancelEpochException.class),
  BATCH(Event.BEFORE_BATCH, Event.AFTER_BATCH, Event.CLEANUP_BATCH, CancelBatchException.class);

  final Event before;
  final Event after;
  final Event cleanup;
  private final Class<? extends CancelException> signal;

  Phase(Event before, Event after, Event cleanup, Class<? extends CancelException> signal) {
    this.before = before;
    this.after = after;
    this.cleanup = cleanup;
    this.signal = signal;
  }

  boolean endsWith(CancelException thrown) {
    return signal.isInstance(thrown);
  }
}
