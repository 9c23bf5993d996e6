package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.During;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HooksCallbackTest {
  private final List<String> calls = new ArrayList<>();
  private final HookFunction note = (hook, module, inputs, output) -> calls.add(hook.name());
  private final Sequential model = Pictures.small();

  private List<String> namesCalledIn(Runnable body) {
    calls.clear();
    body.run();
    return List.copyOf(calls);
  }

  private List<String> namesCalledOutsideAFit() {
    return namesCalledIn(() -> model.call(Tensor.ones(1, 1, 8, 8)));
  }

  // ---------------------------------------------------------------- which, and when

  @Test
  void hooksEveryModuleWithoutAFilter() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note);
    // WHEN
    Pictures.learner(model, hooks).fit(1);
    // THEN
    assertThat(hooks).extracting(Hook::name).containsExactly("", "0", "0.0", "0.1", "1", "2");
    assertThat(hooks.size()).isEqualTo(6);
  }

  @Test
  void hooksNestedModulesThatTheFilterAccepts() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note, Conv2d.class::isInstance);
    // WHEN
    Pictures.learner(model, hooks).fit(1);
    // THEN
    assertThat(hooks.hooks()).extracting(Hook::name).containsExactly("0.0", "1");
    assertThat(calls).containsExactly("0.0", "1", "0.0", "1", "0.0", "1");
  }

  @Test
  void callsTheFunctionWhileTrainingOnly() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note, ReLU.class::isInstance);
    // WHEN
    Pictures.learner(model, hooks).fit(2);
    // THEN three batches in each of two epochs
    assertThat(calls).hasSize(6);
  }

  @Test
  void callsTheFunctionWhileEvaluatingOnly() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note, ReLU.class::isInstance, During.VALIDATION, null);
    // WHEN
    Pictures.learner(model, hooks).fit(2);
    // THEN two batches in each of two epochs
    assertThat(calls).hasSize(4);
  }

  @Test
  void callsTheFunctionAlways() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note, ReLU.class::isInstance, During.BOTH, null);
    // WHEN
    Pictures.learner(model, hooks).fit(2);
    // THEN
    assertThat(calls).hasSize(10);
  }

  @Test
  void choosesFromTheModulesThatAreNamed() {
    // GIVEN
    Module last = model.get(1);
    HooksCallback hooks =
        new HooksCallback(
            note, Conv2d.class::isInstance, During.TRAINING, List.of(last, model.get(2)));
    // WHEN
    Pictures.learner(model, hooks).fit(1);
    // THEN
    assertThat(hooks).extracting(Hook::module).containsExactly(last);
  }

  @Test
  void refusesAModuleThatIsNoPartOfTheModel() {
    // GIVEN
    HooksCallback hooks =
        new HooksCallback(note, module -> true, During.TRAINING, List.of(model.get(1), new ReLU()));
    // WHEN, THEN
    assertThatThrownBy(() -> Pictures.learner(model, hooks).fit(1))
        .hasMessageStartingWith(
            "callback HooksCallback failed in beforeFit: ReLU() is no part of this Sequential");
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hasNoHooksBeforeTheFirstFit() {
    assertThat(new HooksCallback(note)).isEmpty();
  }

  @Test
  void doesNotGiveItsHooksAway() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note);
    Pictures.learner(model, hooks).fit(0);
    // WHEN, THEN it throws what java.util.List asks of a list that cannot be changed
    assertThatThrownBy(() -> hooks.hooks().remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesTheModuleWhoseHookFailed() {
    // GIVEN
    HooksCallback hooks =
        new HooksCallback(
            (hook, module, inputs, output) -> {
              throw new IllegalStateException("by intent");
            },
            ReLU.class::isInstance);
    // WHEN, THEN
    assertThatThrownBy(() -> Pictures.learner(model, hooks).fit(1))
        .hasMessage("in module 0.1, ReLU(): by intent");
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  // ---------------------------------------------------------------- gone afterwards

  /** Throws in the second training batch, between forward and backward. */
  private static Callback throwing(RuntimeException thrown) {
    return new Callback() {
      @Override
      public void afterLoss() {
        if (learn().iteration() == 1) {
          throw thrown;
        }
      }
    };
  }

  @Test
  void hasNoHooksLeftAfterTheFit() {
    // WHEN
    Pictures.learner(model, new HooksCallback(note)).fit(1);
    // THEN
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hasNoHooksLeftAfterACancelledFit() {
    // WHEN
    Pictures.learner(model, new HooksCallback(note), throwing(new CancelFitException())).fit(1);
    // THEN
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hasNoHooksLeftAfterAFitThatFailed() {
    // GIVEN
    Learner learner =
        Pictures.learner(
            model, new HooksCallback(note), throwing(new IllegalStateException("by intent")));
    // WHEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("by intent");
    // THEN
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hasNoHooksLeftAfterAnErrorInTheCleanupOfAnother() {
    // GIVEN
    Callback careless =
        new Callback() {
          @Override
          public void cleanupFit() {
            throw new AssertionError("by intent");
          }
        };
    Learner learner = Pictures.learner(model, careless, new HooksCallback(note));
    // WHEN
    assertThatThrownBy(() -> learner.fit(1)).hasMessage("by intent");
    // THEN
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hasNoHooksLeftWhenItsFilterFails() {
    // GIVEN a filter that fails after it has accepted modules
    HooksCallback hooks =
        new HooksCallback(
            note,
            module -> {
              if (module instanceof ReLU) {
                throw new IllegalStateException("by intent");
              }
              return true;
            });
    // WHEN
    assertThatThrownBy(() -> Pictures.learner(model, hooks).fit(1))
        .hasMessageContaining("by intent");
    // THEN
    assertThat(namesCalledOutsideAFit()).isEmpty();
  }

  @Test
  void hooksEachModuleOnceInASecondFit() {
    // GIVEN
    HooksCallback hooks = new HooksCallback(note, ReLU.class::isInstance);
    Learner learner = Pictures.learner(model, hooks);
    learner.fit(1);
    // WHEN, THEN
    assertThat(namesCalledIn(() -> learner.fit(1))).hasSize(3);
    assertThat(hooks.size()).isEqualTo(1);
  }
}
