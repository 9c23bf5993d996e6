package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.training.TrainCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events of a fit of two epochs, each of two batches to train on and two to check on: all of
 * them in order, and what is left of them when something is thrown at any one of them.
 */
class LoopTest {
  @Test
  void tellsEveryEventInOrder() {
    // GIVEN
    Recorder recorder = new Recorder();
    // WHEN
    Toy.learner(new TrainCB(), recorder).fit(2);
    // THEN
    assertThat(recorder.events()).isEqualTo(Incident.WHOLE);
  }

  @Test
  void tellsEveryEventThatItDoesNotHandleItself() {
    // GIVEN a learner that overrides the five steps
    Recorder recorder = new Recorder();
    // WHEN
    Toy.trainLearner(recorder).fit(2);
    // THEN
    List<Event> others = new ArrayList<>(Incident.WHOLE);
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
  @MethodSource("ai.miniai.callback.Incident#incidents")
  void cleansUpFromTheInsideOutAndGoesOnAfterWhatWasCancelled(Incident incident) {
    // GIVEN
    Recorder recorder = new Recorder(incident.at(), incident.thrown());
    // WHEN
    run(Toy.learner(new TrainCB(), recorder), incident);
    // THEN
    assertThat(recorder.events()).isEqualTo(incident.expected());
  }

  @ParameterizedTest
  @MethodSource("ai.miniai.callback.Incident#firstIncidents")
  void keepsTheEventFromLaterCallbacksButForCleanup(Incident incident) {
    // GIVEN
    Recorder later = new Recorder();
    // WHEN
    run(
        Toy.learner(new TrainCB(), new Recorder(incident.at(), incident.thrown()), later),
        incident);
    // THEN
    List<Event> expected = new ArrayList<>(incident.expected());
    Event event = Incident.WHOLE.get(incident.at());
    if (event != event.phase().cleanup()) {
      expected.remove(incident.at());
    }
    assertThat(later.events()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("ai.miniai.callback.Incident#firstIncidents")
  void leavesNothingBehindAndCanFitAgain(Incident incident) {
    // GIVEN
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Recorder recorder = new Recorder(incident.at(), incident.thrown());
    Learner learner = Toy.learner(new TrainCB(), recorder);
    // WHEN
    run(learner, incident);
    // THEN
    assertThat(recorder.isBound()).isFalse();
    assertThat(Tensor.ones(1).array().isAttached()).as("a memory scope is open").isFalse();
    assertThat(Autograd.isRecording()).isTrue();
    assertThat(Sets.difference(Thread.getAllStackTraces().keySet(), before))
        .extracting(Thread::getName)
        .doesNotContain("miniai-prefetch");
    recorder.forget();
    learner.fit(2);
    assertThat(recorder.events()).isEqualTo(Incident.WHOLE);
  }

  private static void run(Learner learner, Incident incident) {
    if (incident.isQuiet()) {
      learner.fit(2);
      assertThat(learner.cancelReason()).contains("cancelled by a callback");
    } else {
      assertThatThrownBy(() -> learner.fit(2))
          .isInstanceOf(CallbackException.class)
          .hasMessageStartingWith(
              "callback Recorder failed in " + Incident.WHOLE.get(incident.at()) + ": ");
    }
  }
}
