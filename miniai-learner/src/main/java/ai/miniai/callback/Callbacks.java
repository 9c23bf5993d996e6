package ai.miniai.callback;

import ai.miniai.learner.Learner;
import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The callbacks of one fit, in the order in which they run. */
public final class Callbacks {
  private final ImmutableList<Callback> ordered;

  /** Binds {@code callbacks} to {@code learner}, until {@link #release}. */
  public Callbacks(Collection<Callback> callbacks, Learner learner) {
    ordered = ImmutableList.sortedCopyOf(Comparator.comparingInt(Callback::order), callbacks);
    ordered.forEach(callback -> callback.bind(learner));
  }

  /**
   * Tells every callback. A cancel signal or an exception from one keeps the event from the ones
   * after it, save for the cleanup events, which all of them get.
   *
   * @throws CallbackException if a callback fails with anything but a cancel signal
   */
  public void fire(Event event) {
    boolean all =
        event == Event.CLEANUP_FIT || event == Event.CLEANUP_EPOCH || event == Event.CLEANUP_BATCH;
    RuntimeException first = null;
    for (Callback callback : ordered) {
      try {
        tell(callback, event);
      } catch (CancelException | CallbackException thrown) {
        if (!all) {
          throw thrown;
        }
        first = joined(first, thrown);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void tell(Callback callback, Event event) {
    try {
      event.tell(callback);
    } catch (CancelException | CallbackException signal) {
      throw signal;
    } catch (RuntimeException failure) {
      throw new CallbackException(callback, event, failure);
    }
  }

  private static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  /** Lets go of the learner. */
  public void release() {
    ordered.forEach(callback -> callback.bind(null));
  }
}
