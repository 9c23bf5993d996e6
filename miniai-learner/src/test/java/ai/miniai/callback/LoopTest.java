package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events of a fit of two epochs, each of two batches to train on and two to check on: all of
 * them in order, and what is left of them when something is thrown at any one of them.
 */
class LoopTest {
  private static final List<Event> TRAINING_BATCH =
      List.of(
          Event.BEFORE_BATCH,
          Event.PREDICT,
          Event.AFTER_PREDICT,
          Event.GET_LOSS,
          Event.AFTER_LOSS,
          Event.BACKWARD,
          Event.AFTER_BACKWARD,
          Event.STEP,
          Event.AFTER_STEP,
          Event.ZERO_GRAD,
          Event.AFTER_BATCH,
          Event.CLEANUP_BATCH);

  private static final List<Event> EVALUATION_BATCH =
      List.of(
          Event.BEFORE_BATCH,
          Event.PREDICT,
          Event.AFTER_PREDICT,
          Event.GET_LOSS,
          Event.AFTER_LOSS,
          Event.AFTER_BATCH,
          Event.CLEANUP_BATCH);

  private static final List<Event> WHOLE = whole();

  private static List<Event> whole() {
    List<Event> events = new ArrayList<>(List.of(Event.BEFORE_FIT));
    for (int epoch = 0; epoch < 2; epoch++) {
      for (List<Event> batch : List.of(TRAINING_BATCH, EVALUATION_BATCH)) {
        events.add(Event.BEFORE_EPOCH);
        events.addAll(batch);
        events.addAll(batch);
        events.add(Event.AFTER_EPOCH);
        events.add(Event.CLEANUP_EPOCH);
      }
    }
    events.add(Event.AFTER_FIT);
    events.add(Event.CLEANUP_FIT);
    return events;
  }

  /** Something thrown at one event of the fit, and what is cancelled; nothing if all fails. */
  record Incident(int at, String what, Optional<Phase> cancels, Supplier<Throwable> thrown) {
    @Override
    public String toString() {
      return what + " in event " + at + ", " + WHOLE.get(at);
    }

    /** The phases that have begun and have not been cleaned up, the innermost last. */
    private Deque<Phase> open() {
      Deque<Phase> open = new ArrayDeque<>();
      for (Event event : WHOLE.subList(0, at + 1)) {
        if (event == event.phase().before()) {
          open.addLast(event.phase());
        } else if (event == event.phase().cleanup()) {
          open.removeLast();
        }
      }
      return open;
    }

    /** Whether it is a signal for a phase that runs, be it in its cleanup. */
    boolean isQuiet() {
      return cancels.isPresent() && cancels.get().compareTo(WHOLE.get(at).phase()) <= 0;
    }

    /** What happens: cleanup, from the inside out, then what comes after the cancelled phase. */
    List<Event> expected() {
      List<Event> events = new ArrayList<>(WHOLE.subList(0, at + 1));
      Deque<Phase> open = open();
      Phase outermost = isQuiet() ? cancels.get() : Phase.FIT;
      while (!open.isEmpty() && open.getLast().compareTo(outermost) >= 0) {
        events.add(open.removeLast().cleanup());
      }
      int next = at;
      while (WHOLE.get(next) != outermost.cleanup()) {
        next++;
      }
      events.addAll(WHOLE.subList(next + 1, WHOLE.size()));
      return events;
    }
  }

  static Stream<Incident> incidents() {
    return IntStream.range(0, WHOLE.size())
        .boxed()
        .flatMap(
            at ->
                Stream.of(
                    new Incident(
                        at, "cancel batch", Optional.of(Phase.BATCH), CancelBatchException::new),
                    new Incident(
                        at, "cancel epoch", Optional.of(Phase.EPOCH), CancelEpochException::new),
                    new Incident(at, "cancel fit", Optional.of(Phase.FIT), CancelFitException::new),
                    new Incident(
                        at,
                        "exception",
                        Optional.empty(),
                        () -> new IllegalStateException("by intent"))));
  }

  /** The incidents at the first event of each kind: enough where the outcome is the same. */
  static Stream<Incident> firstIncidents() {
    Set<Event> seen = EnumSet.noneOf(Event.class);
    Set<Integer> first =
        Set.copyOf(
            IntStream.range(0, WHOLE.size()).filter(i -> seen.add(WHOLE.get(i))).boxed().toList());
    return incidents().filter(incident -> first.contains(incident.at()));
  }

  @Test
  void tellsEveryEventInOrder() {
    // GIVEN
    Recorder recorder = new Recorder();
    // WHEN
    Toy.learner(new TrainCB(), recorder).fit(2);
    // THEN
    assertThat(recorder.events()).isEqualTo(WHOLE);
  }

  @Test
  void tellsEveryEventThatItDoesNotHandleItself() {
    // GIVEN a learner that overrides the five steps
    Recorder recorder = new Recorder();
    // WHEN
    Toy.trainLearner(recorder).fit(2);
    // THEN
    List<Event> others = new ArrayList<>(WHOLE);
    others.removeAll(
        List.of(Event.PREDICT, Event.GET_LOSS, Event.BACKWARD, Event.STEP, Event.ZERO_GRAD));
    assertThat(recorder.events()).isEqualTo(others);
  }

  @Test
  void leavesOutTheTrainingOrTheChecking() {
    // GIVEN
    Recorder trained = new Recorder();
    Recorder checked = new Recorder();
    // WHEN
    Toy.learner(new TrainCB()).fit(1, true, false, List.of(trained), 0.1);
    Toy.learner(new TrainCB()).fit(1, false, true, List.of(checked), 0.1);
    // THEN
    assertThat(trained.events()).containsOnlyOnce(Event.BEFORE_EPOCH).contains(Event.BACKWARD);
    assertThat(checked.events())
        .containsOnlyOnce(Event.BEFORE_EPOCH)
        .doesNotContain(Event.BACKWARD);
  }

  @Test
  void runsAnEmptyFit() {
    // GIVEN
    Recorder recorder = new Recorder();
    // WHEN
    Toy.learner(recorder).fit(0);
    // THEN
    assertThat(recorder.events())
        .containsExactly(Event.BEFORE_FIT, Event.AFTER_FIT, Event.CLEANUP_FIT);
  }

  @ParameterizedTest
  @MethodSource("incidents")
  void cleansUpFromTheInsideOutAndGoesOnAfterWhatWasCancelled(Incident incident) {
    // GIVEN
    Recorder recorder = new Recorder(incident.at(), incident.thrown());
    // WHEN
    run(Toy.learner(new TrainCB(), recorder), incident);
    // THEN
    assertThat(recorder.events()).isEqualTo(incident.expected());
  }

  @ParameterizedTest
  @MethodSource("firstIncidents")
  void keepsTheEventFromLaterCallbacksButForCleanup(Incident incident) {
    // GIVEN
    Recorder later = new Recorder();
    // WHEN
    run(
        Toy.learner(new TrainCB(), new Recorder(incident.at(), incident.thrown()), later),
        incident);
    // THEN
    List<Event> expected = new ArrayList<>(incident.expected());
    Event event = WHOLE.get(incident.at());
    if (event != event.phase().cleanup()) {
      expected.remove(incident.at());
    }
    assertThat(later.events()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("firstIncidents")
  void leavesNothingBehindAndCanFitAgain(Incident incident) {
    // GIVEN
    Recorder recorder = new Recorder(incident.at(), incident.thrown());
    Learner learner = Toy.learner(new TrainCB(), recorder);
    // WHEN
    run(learner, incident);
    // THEN
    assertThat(recorder.isBound()).isFalse();
    assertThat(Tensor.ones(1).array().isAttached()).as("a memory scope is open").isFalse();
    assertThat(Autograd.isRecording()).isTrue();
    assertThat(threads()).doesNotContain("miniai-prefetch");
    recorder.forget();
    learner.fit(2);
    assertThat(recorder.events()).isEqualTo(WHOLE);
  }

  private static void run(Learner learner, Incident incident) {
    if (incident.isQuiet()) {
      learner.fit(2);
      assertThat(learner.cancelReason()).contains("cancelled by a callback");
    } else {
      assertThatThrownBy(() -> learner.fit(2))
          .isInstanceOf(CallbackException.class)
          .hasMessageStartingWith("callback Recorder failed in " + WHOLE.get(incident.at()) + ": ");
    }
  }

  private static List<String> threads() {
    return Lists.transform(List.copyOf(Thread.getAllStackTraces().keySet()), Thread::getName);
  }

  // ---------------------------------------------------------------- what is reported

  private static int first(Event event) {
    return WHOLE.indexOf(event);
  }

  @Test
  void namesTheCallbackAndTheEventThatFailed() {
    // GIVEN
    IllegalArgumentException cause = new IllegalArgumentException("by intent");
    Learner learner =
        Toy.learner(new TrainCB(), new Recorder(first(Event.AFTER_LOSS), () -> cause));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(CallbackException.class)
        .hasMessage("callback Recorder failed in afterLoss: by intent")
        .hasCause(cause);
  }

  @Test
  void namesTheExceptionThatHasNoMessage() {
    // GIVEN
    // any exception without a message serves
    Learner learner = Toy.learner(new Recorder(0, UnsupportedOperationException::new));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessage(
            "callback Recorder failed in beforeFit: java.lang.UnsupportedOperationException");
  }

  @Test
  void saysThatThereWasNothingToCancel() {
    // GIVEN
    Learner learner =
        Toy.learner(
            new Recorder(first(Event.BEFORE_EPOCH), () -> new CancelBatchException("too long")));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessage(
            "callback Recorder failed in beforeEpoch: it cancelled a batch while none was running:"
                + " too long");
  }

  @Test
  void givesTheReasonForTheLastCancellation() {
    // GIVEN
    Learner learner =
        Toy.learner(
            new TrainCB(), new Recorder(3, () -> new CancelEpochException("seen enough of it")));
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.cancelReason()).contains("seen enough of it");
  }

  @Test
  void forgetsTheReasonWhenTheNextFitBegins() {
    // GIVEN
    Recorder recorder = new Recorder(3, CancelFitException::new);
    Learner learner = Toy.learner(new TrainCB(), recorder);
    learner.fit(1);
    recorder.forget();
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.cancelReason()).isEmpty();
  }

  @Test
  void letsErrorsThroughAsTheyAre() {
    // GIVEN
    AssertionError error = new AssertionError("by intent");
    Recorder later = new Recorder();
    Learner learner =
        Toy.learner(new TrainCB(), new Recorder(first(Event.CLEANUP_BATCH), () -> error), later);
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).isSameAs(error);
    assertThat(later.events())
        .endsWith(Event.CLEANUP_BATCH, Event.CLEANUP_EPOCH, Event.CLEANUP_FIT);
  }

  @Test
  void wrapsCheckedExceptionsThatOtherLanguagesThrow() {
    // GIVEN
    IOException cause = new IOException("disk full");
    Recorder later = new Recorder();
    Learner learner = Toy.learner(new Recorder(0, () -> cause), later);
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(CallbackException.class)
        .hasMessageContaining("disk full")
        .hasCause(cause);
    assertThat(later.events()).containsExactly(Event.CLEANUP_FIT);
  }

  @Test
  void namesTheInnermostCallbackWhenAFitRunsInsideAFit() {
    // GIVEN
    Learner inner = Toy.learner(new Recorder(0, () -> new IllegalStateException("by intent")));
    Callback nesting =
        new Callback() {
          @Override
          public void afterFit() {
            inner.fit(1);
          }
        };
    // WHEN, THEN
    assertThatThrownBy(() -> Toy.learner(new TrainCB(), nesting).fit(1))
        .hasMessage("callback Recorder failed in beforeFit: by intent");
  }

  @Test
  void cleansUpAfterACheckedExceptionThatIsNoCallbacks() {
    // GIVEN a loss function that throws as other languages do
    IOException cause = new IOException("by intent");
    Recorder thrower = new Recorder(0, () -> cause);
    Recorder recorder = new Recorder();
    Learner learner =
        new TrainLearner(
            Toy.model(),
            Toy.data(),
            (predictions, target) -> {
              thrower.beforeBatch();
              return predictions;
            },
            0.1,
            recorder);
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).hasCause(cause).hasMessageContaining("by intent");
    assertThat(recorder.events())
        .endsWith(Event.CLEANUP_BATCH, Event.CLEANUP_EPOCH, Event.CLEANUP_FIT);
  }

  // ---------------------------------------------------------------- several at once

  /** Throws one thing in the batch, and other things in cleanup. */
  private static Callback throwing(RuntimeException inBatch, RuntimeException... inCleanup) {
    Deque<RuntimeException> rest = new ArrayDeque<>(Arrays.asList(inCleanup));
    return new Callback() {
      @Override
      public void beforeBatch() {
        throw inBatch;
      }

      @Override
      public void cleanupBatch() {
        if (!rest.isEmpty()) {
          throw rest.removeFirst();
        }
      }
    };
  }

  @Test
  void doesNotHideAFailureBehindOneInCleanup() {
    // GIVEN
    RuntimeException before = new IllegalStateException("first");
    RuntimeException after = new IllegalStateException("second");
    Learner learner = Toy.learner(throwing(before, after));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasCause(before)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .extracting("cause")
                    .isSameAs(after));
  }

  @Test
  void reportsAllFailuresOfOneCleanup() {
    // GIVEN two callbacks that fail in the same cleanup
    RuntimeException one = new IllegalStateException("one");
    RuntimeException other = new IllegalStateException("other");
    int cleanup = first(Event.CLEANUP_BATCH);
    Learner learner =
        Toy.learner(
            new TrainCB(), new Recorder(cleanup, () -> one), new Recorder(cleanup, () -> other));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasCause(one)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .extracting("cause")
                    .isSameAs(other));
  }

  @Test
  void doesNotHideAFailureInCleanupBehindACancelSignal() {
    // GIVEN
    RuntimeException failure = new IllegalStateException("by intent");
    Learner learner = Toy.learner(throwing(new CancelFitException(), failure));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1)).hasCause(failure);
  }

  @Test
  void followsTheSignalThatCancelsMore() {
    // GIVEN
    Recorder recorder = new Recorder();
    Learner learner =
        Toy.learner(
            recorder, throwing(new CancelEpochException(), new CancelFitException("that was all")));
    // WHEN
    assertThatCode(() -> learner.fit(2)).doesNotThrowAnyException();
    // THEN
    assertThat(recorder.events()).containsOnlyOnce(Event.BEFORE_EPOCH);
    assertThat(learner.cancelReason()).contains("that was all");
  }

  @Test
  void doesNotLetASignalForLessWin() {
    // GIVEN
    Recorder recorder = new Recorder();
    Learner learner =
        Toy.learner(recorder, throwing(new CancelFitException("all"), new CancelEpochException()));
    // WHEN
    learner.fit(2);
    // THEN
    assertThat(recorder.events()).containsOnlyOnce(Event.BEFORE_EPOCH);
    assertThat(learner.cancelReason()).contains("all");
  }
}
