package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.training.SingleBatchCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CallbackTest {
  private static final Attribute<String> NOTE = Attribute.of("note", String.class);

  /** Does something with itself at the beginning of each batch. */
  private static class Probe extends Callback {
    private final Consumer<Probe> look;

    Probe(Consumer<Probe> look) {
      this.look = look;
    }

    @Override
    public void beforeBatch() {
      look.accept(this);
    }

    /** So that tests may ask. */
    final <T> T ask(Attribute<T> name) {
      return get(name);
    }
  }

  private static void fitOnce(Callback... callbacks) {
    Toy.trainLearner(callbacks).fit(1, true, false, List.of(new SingleBatchCB()), 0.5);
  }

  // ---------------------------------------------------------------- order

  /** Writes its name at the beginning of the fit. */
  private static Callback named(String name, int order, List<String> log) {
    return new Callback() {
      @Override
      public int order() {
        return order;
      }

      @Override
      public void beforeFit() {
        log.add(name);
      }
    };
  }

  @Test
  void runsCallbacksInTheirOrderAndTiesAsGiven() {
    // GIVEN
    List<String> log = new ArrayList<>();
    Learner learner =
        Toy.learner(
            named("a", 1, log), named("b", 0, log), named("c", -1, log), named("d", 0, log));
    // WHEN
    learner.fit(0, named("e", 0, log), named("f", -2, log));
    // THEN
    assertThat(log).containsExactly("f", "c", "b", "d", "e", "a");
  }

  @Test
  void keepsMoreCallbacksForOneFitOnly() {
    // GIVEN
    List<String> log = new ArrayList<>();
    Learner learner = Toy.trainLearner(named("always", 0, log));
    learner.fit(0, named("once", 0, log));
    log.clear();
    // WHEN
    learner.fit(0);
    // THEN
    assertThat(log).containsExactly("always");
  }

  @Test
  void refusesACallbackThatIsGivenTwice() {
    // GIVEN
    Recorder recorder = new Recorder();
    Learner learner = Toy.trainLearner(recorder);
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1, recorder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("callback Recorder was given twice");
    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void refusesACallbackThatServesAnotherFit() {
    // GIVEN a callback that is shared with a learner which trains inside the fit of the other
    Recorder shared = new Recorder();
    Learner inner = Toy.learner(new TrainCB(), shared);
    Learner outer = Toy.learner(shared, new Probe(probe -> inner.fit(1)));
    // WHEN, THEN
    assertThatThrownBy(() -> outer.fit(1))
        .hasMessageContaining("callback Recorder serves another fit");
    assertThat(shared.events()).endsWith(Event.CLEANUP_FIT);
  }

  // ---------------------------------------------------------------- delegation

  @Test
  void passesTheFourNamesOn() {
    // GIVEN
    List<Object> seen = new ArrayList<>();
    Probe probe =
        new Probe(
            me ->
                seen.addAll(List.of(me.model(), me.opt(), me.batch(), me.epoch(), me.training())));
    Learner learner = Toy.trainLearner(probe);
    List<Object> expected = new ArrayList<>();
    // WHEN
    learner.fit(
        1,
        new Probe(
            me -> {
              expected.addAll(List.of(learner.model(), learner.opt(), learner.batch(), 0, true));
              throw new CancelFitException();
            }));
    // THEN
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void readsThePassedNamesWithGet() {
    // GIVEN
    List<Object> seen = new ArrayList<>();
    Probe probe = new Probe(me -> seen.addAll(List.of(me.ask(Attribute.MODEL), me.model())));
    // WHEN
    fitOnce(probe);
    // THEN
    assertThat(seen.get(0)).isSameAs(seen.get(1));
  }

  @Test
  void doesNotPassOtherNamesOn() {
    // WHEN, THEN
    assertThatThrownBy(() -> fitOnce(new Probe(me -> me.ask(Attribute.EPOCHS))))
        .hasMessage(
            "callback Probe failed in beforeBatch: Probe does not pass on epochs, only batch, epoch,"
                + " model, opt: override forward() to add it, or ask learn()");
  }

  @Test
  void passesOnTheNamesThatASubclassAdds() {
    // GIVEN
    List<Object> seen = new ArrayList<>();
    Probe probe =
        new Probe(
            me -> seen.addAll(List.of(me.ask(Attribute.EPOCHS), me.ask(Attribute.ITERATION)))) {
          @Override
          protected Set<Attribute<?>> forward() {
            return Sets.union(super.forward(), Set.of(Attribute.EPOCHS, Attribute.ITERATION));
          }
        };
    // WHEN
    fitOnce(probe);
    // THEN
    assertThat(seen).containsExactly(1, 0);
  }

  @Test
  void doesNotPassOnTheNamesThatASubclassRemoves() {
    // GIVEN
    class NoModel extends Callback {
      @Override
      protected Set<Attribute<?>> forward() {
        return Sets.difference(super.forward(), Set.of(Attribute.MODEL));
      }

      @Override
      public void beforeFit() {
        model();
      }
    }
    // WHEN, THEN
    assertThatThrownBy(() -> fitOnce(new NoModel()))
        .hasMessageContaining("NoModel does not pass on model, only batch, epoch, opt:");
  }

  @Test
  void passesOnAPublishedValueByItsName() {
    // GIVEN
    List<String> seen = new ArrayList<>();
    Probe writer = new Probe(me -> me.learn().set(NOTE, "hello"));
    Probe reader =
        new Probe(me -> seen.add(me.ask(NOTE))) {
          @Override
          protected Set<Attribute<?>> forward() {
            return Set.of(NOTE);
          }
        };
    // WHEN
    fitOnce(writer, reader);
    // THEN
    assertThat(seen).containsExactly("hello");
  }

  @Test
  void saysOutsideAFitThatThereIsNoLearnerAndWhatThereWillBe() {
    // GIVEN
    Probe probe = new Probe(me -> {});
    String expected =
        "Probe has no learner now: a callback is bound to one only while a fit runs. During a fit"
            + " it passes on batch, epoch, model, opt";
    // WHEN, THEN
    assertThatThrownBy(probe::model).isInstanceOf(IllegalStateException.class).hasMessage(expected);
    assertThatThrownBy(probe::training).hasMessage(expected);
    assertThatThrownBy(probe::learn).hasMessage(expected);
  }

  @Test
  void hasNoLearnerAfterTheFit() {
    // GIVEN
    Probe probe = new Probe(me -> me.model());
    // WHEN
    fitOnce(probe);
    // THEN
    assertThatThrownBy(probe::model).hasMessageStartingWith("Probe has no learner now");
  }

  @Test
  void isNamedInFullIfItsClassHasNoName() {
    // WHEN, THEN
    assertThatThrownBy(
            () ->
                fitOnce(
                    new Callback() {
                      @Override
                      public void beforeFit() {
                        throw new IllegalStateException("by intent");
                      }
                    }))
        .hasMessageStartingWith("callback " + getClass().getName() + "$");
  }

  // ---------------------------------------------------------------- published values

  @Test
  void listsWhatIsPublishedWhenAskedForSomethingElse() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    learner.set(NOTE, "hello");
    Attribute<Integer> other = Attribute.of("other", Integer.class);
    // WHEN, THEN
    assertThatThrownBy(() -> learner.get(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nobody has published other; published are [note]");
    assertThat(learner.has(other)).isFalse();
  }

  @Test
  void takesTheValueThatWasPublishedLast() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    learner.set(NOTE, "one");
    // WHEN
    learner.set(NOTE, "two");
    // THEN
    assertThat(learner.get(NOTE)).isEqualTo("two");
    assertThat(learner.has(NOTE)).isTrue();
  }

  @Test
  void doesNotTakeTwoNamesOfOneTextForOne() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    // WHEN
    learner.set(NOTE, "one");
    // THEN
    assertThat(learner.has(Attribute.of("note", String.class))).isFalse();
  }

  @Test
  void doesNotLetTheLearnersOwnBePublished() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    // WHEN, THEN
    assertThatThrownBy(() -> learner.set(Attribute.EPOCH, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch is the learner's own and cannot be published");
  }
}
