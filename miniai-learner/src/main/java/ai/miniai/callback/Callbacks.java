package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The callbacks of one fit, and how the loop calls them. Public only because {@code Learner} is in
 * another package; not for use elsewhere.
 */
@API(status = API.Status.INTERNAL)
public final class Callbacks {
  private final ImmutableList<Callback> ordered;
  private final ImmutableSet<Event> handled;
  private Optional<Throwable> ending = Optional.empty();
  private Optional<String> cancelReason = Optional.empty();

  /**
   * Binds the callbacks and their companions to {@code learner} until {@link #release}.
   *
   * @throws IllegalArgumentException if one is given twice, there may be {@linkplain
   *     Callback#onlyOne only one} of two, or one {@linkplain Callback#check does not fit} the
   *     learner
   * @throws IllegalStateException if one is already bound to another running fit
   */
  public Callbacks(Collection<Callback> callbacks, Training learner) {
    ordered =
        callbacks.stream()
            .flatMap(callback -> withCompanions(callback, callbacks))
            .filter(callback -> callback.onRank(learner.rank()))
            .sorted(Comparator.comparingInt(Callback::order))
            .collect(ImmutableList.toImmutableList());
    Set<Callback> seen = Sets.newIdentityHashSet();
    for (Callback callback : ordered) {
      checkArgument(
          seen.add(callback),
          "callback %s was given twice: once is enough, to the learner or to the fit",
          callback.name());
      checkState(
          !callback.isBound(),
          "callback %s serves another fit, which is running: give each learner its own",
          callback.name());
    }
    checkKinds();
    ordered.forEach(callback -> callback.check(learner));
    handled =
        Stream.of(Event.values())
            .filter(event -> ordered.stream().anyMatch(one -> event.isHandledBy(one.getClass())))
            .collect(Sets.toImmutableEnumSet());
    ordered.forEach(callback -> callback.bind(learner));
  }

  private void checkKinds() {
    Map<Class<?>, Callback> kinds = new HashMap<>();
    for (Callback callback : ordered) {
      callback.onlyOne().ifPresent(kind -> checkKind(kind, callback, kinds));
    }
  }

  private static void checkKind(Class<?> kind, Callback callback, Map<Class<?>, Callback> kinds) {
    Callback other = kinds.put(kind, callback);
    if (other != null) {
      throw new IllegalArgumentException(
          "the callbacks %s and %s do the same: a fit takes one %s, given to the learner or to the fit"
              .formatted(other.name(), callback.name(), kind.getSimpleName()));
    }
  }

  /** Whether any callback overrides the method of this event. */
  public boolean handle(Event event) {
    return handled.contains(event);
  }

  private static Stream<Callback> withCompanions(Callback callback, Collection<Callback> given) {
    return Stream.concat(
        callback.companions(given).stream().flatMap(other -> withCompanions(other, given)),
        Stream.of(callback));
  }

  /** In the order in which they run. */
  public List<Callback> ordered() {
    return ordered;
  }

  /**
   * Calls the event's method of each callback. An exception skips the callbacks after it, except in
   * cleanup events, where all are called.
   *
   * @throws CancelException if a callback cancels a phase that is running
   * @throws CallbackException if a callback fails with any other exception
   */
  public void fire(Event event) {
    if (event == event.phase().cleanup()) {
      Ending ending = new Ending();
      ordered.forEach(callback -> ending.keep(() -> tell(callback, event)));
      ending.rethrow();
    } else if (ending.filter(CancelBatchException.class::isInstance).isPresent()) {
      ordered.forEach(callback -> tellAgain(callback, event));
    } else {
      ordered.forEach(callback -> tell(callback, event));
    }
  }

  /**
   * A rank whose batch was cancelled takes the step of the others: who cancels the batch once more
   * must not keep it from that.
   */
  private static void tellAgain(Callback callback, Event event) {
    try {
      tell(callback, event);
    } catch (CancelBatchException again) {
      // It is cancelled already.
    }
  }

  /**
   * Runs {@code body} between the events of its phase. A cancel signal for that phase ends it
   * without an exception.
   */
  public void within(Phase phase, Runnable body) {
    Ending end = new Ending();
    end.keep(
        () -> {
          fire(phase.before());
          body.run();
          fire(phase.after());
        });
    ending = end.thrown();
    end.keep(() -> fire(phase.cleanup()));
    ending = Optional.empty();
    end.signal().ifPresent(signal -> cancelReason = Optional.ofNullable(signal.getMessage()));
    if (!end.isSignalFor(phase)) {
      end.rethrow();
    }
  }

  /** See {@link Training#ending}. */
  public Optional<Throwable> ending() {
    return ending;
  }

  /** See {@link Training#cancelReason}. */
  public Optional<String> cancelReason() {
    return cancelReason;
  }

  private static void tell(Callback callback, Event event) {
    try {
      event.tell(callback);
    } catch (CancelException signal) {
      if (signal.phase().compareTo(event.phase()) > 0) {
        throw new CallbackException(callback, event, stray(signal));
      }
      throw signal;
    } catch (CallbackException inner) {
      throw inner;
    } catch (Exception failure) { // other languages throw checked ones too
      throw new CallbackException(callback, event, failure);
    }
  }

  private static IllegalStateException stray(CancelException signal) {
    return new IllegalStateException(
        "it cancelled a " + signal.phase() + " while none was running: " + signal.getMessage(),
        signal);
  }

  /** Unbinds the callbacks. */
  public void release() {
    ordered.forEach(Callback::release);
  }
}
