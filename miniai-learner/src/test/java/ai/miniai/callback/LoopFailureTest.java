package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.training.TrainCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What a fit says of what is thrown at it, and how it ends when several things are. */
class LoopFailureTest {
  @Test
  void namesTheCallbackAndTheEventThatFailed() {
    // GIVEN
    IllegalArgumentException cause = new IllegalArgumentException("by intent");
    Learner learner =
        Toy.learner(new TrainCB(), new Recorder(Incident.first(Event.AFTER_LOSS), () -> cause));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(CallbackException.class)
        .hasMessage("callback Recorder failed in afterLoss: by intent")
        .hasCause(cause);
  }

  @Test
  void namesTheExceptionThatHasNoMessage() {
    // GIVEN
    Learner learner = Toy.learner(new Recorder(0, ArithmeticException::new));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessage("callback Recorder failed in beforeFit: java.lang.ArithmeticException");
  }

  @Test
  void saysThatThereWasNothingToCancel() {
    // GIVEN
    Learner learner =
        Toy.learner(
            new Recorder(
                Incident.first(Event.BEFORE_EPOCH), () -> new CancelBatchException("too long")));
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
        Toy.learner(
            new TrainCB(), new Recorder(Incident.first(Event.CLEANUP_BATCH), () -> error), later);
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
    int cleanup = Incident.first(Event.CLEANUP_BATCH);
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
