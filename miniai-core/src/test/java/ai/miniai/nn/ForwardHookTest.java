package ai.miniai.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks before and after the forward pass. */
class ForwardHookTest {
  private final Sequential model = Model.known();
  private final Tensor x = Model.input();
  private final List<String> calls = new ArrayList<>();

  @Test
  void aForwardHookGetsTheModuleItsInputsAndItsOutput() {
    // GIVEN
    AtomicReference<List<Tensor>> given = new AtomicReference<>();
    AtomicReference<Tensor> made = new AtomicReference<>();
    model.onForward(
        (module, inputs, output) -> {
          assertThat(module).isSameAs(model);
          given.set(inputs);
          made.set(output);
        });

    // WHEN
    Tensor y = model.call(x);

    // THEN
    assertThat(given.get()).containsExactly(x);
    assertThat(made.get()).isSameAs(y);
  }

  @Test
  void aPreForwardHookGetsTheModuleAndItsInputs() {
    // GIVEN
    Module difference = Model.of(inputs -> inputs[0].minus(inputs[1]));
    Tensor other = Tensor.ones(2, 3);
    AtomicReference<List<Tensor>> given = new AtomicReference<>();
    difference.onPreForward(
        (module, inputs) -> {
          assertThat(module).isSameAs(difference);
          given.set(inputs);
        });

    // WHEN
    difference.call(x, other);

    // THEN
    assertThat(given.get()).containsExactly(x, other);
  }

  @Test
  void hooksRunAroundThoseOfTheParts() {
    // GIVEN
    model.apply(this::record);

    // WHEN
    model.call(x);

    // THEN
    assertThat(calls)
        .containsExactly(
            "before ",
            "before 0",
            "after 0",
            "before 1",
            "after 1",
            "before 2",
            "after 2",
            "after ");
  }

  @Test
  void hooksOnOneModuleRunInTheOrderOfTheirAdding() {
    // GIVEN
    ForwardHook twice = (module, inputs, output) -> calls.add("twice");
    model.onForward(twice);
    model.onForward((module, inputs, output) -> calls.add("other"));
    model.onForward(twice);

    // WHEN
    model.call(x);

    // THEN
    assertThat(calls).containsExactly("twice", "other", "twice");
  }

  @Test
  void aModuleThatIsCalledTwiceInAPassIsSeenTwice() {
    // GIVEN
    ReLU relu = new ReLU();
    record(relu, "relu");

    // WHEN
    new Sequential(relu, new Flatten(), relu).call(x);

    // THEN
    assertThat(calls).containsExactly("before relu", "after relu", "before relu", "after relu");
  }

  @Test
  void aClosedHookIsNotCalledAndClosingTwiceIsHarmless() {
    // GIVEN
    HookHandle first = model.onForward((module, inputs, output) -> calls.add("first"));
    model.onForward((module, inputs, output) -> calls.add("second"));
    HookHandle before = model.onPreForward((module, inputs) -> calls.add("before"));

    // WHEN
    first.close();
    first.close();
    before.close();
    model.call(x);

    // THEN
    assertThat(calls).containsExactly("second");
  }

  @Test
  void closingOneOfTwoRegistrationsOfAHookLeavesTheOther() {
    // GIVEN
    ForwardHook hook = (module, inputs, output) -> calls.add("called");
    model.onForward(hook);
    HookHandle second = model.onForward(hook);

    // WHEN
    second.close();
    second.close();
    model.call(x);

    // THEN
    assertThat(calls).containsExactly("called");
  }

  @Test
  void aHookMayCloseItself() {
    // GIVEN
    AtomicReference<HookHandle> handle = new AtomicReference<>();
    handle.set(
        model.onForward(
            (module, inputs, output) -> {
              calls.add("once");
              handle.get().close();
            }));
    model.onForward((module, inputs, output) -> calls.add("always"));

    // WHEN
    model.call(x);
    model.call(x);

    // THEN
    assertThat(calls).containsExactly("once", "always", "always");
  }

  @Test
  void aHookMayCloseAnotherThatWouldComeLater() {
    // GIVEN
    AtomicReference<HookHandle> later = new AtomicReference<>();
    model.onForward((module, inputs, output) -> later.get().close());
    later.set(model.onForward((module, inputs, output) -> calls.add("later")));

    // WHEN
    model.call(x);

    // THEN
    assertThat(calls).isEmpty();
  }

  @Test
  void aHookThatIsAddedByOneOfItsKindWaitsForTheNextPass() {
    // GIVEN
    AtomicReference<HookHandle> handle = new AtomicReference<>();
    handle.set(
        model.onForward(
            (module, inputs, output) -> {
              handle.get().close();
              model.onForward((m, i, o) -> calls.add("new"));
            }));

    // WHEN
    model.call(x);
    // THEN
    assertThat(calls).isEmpty();

    // WHEN
    model.call(x);
    // THEN
    assertThat(calls).containsExactly("new");
  }

  @Test
  void aHookThatIsAddedToAModuleStillToComeIsCalledInThisPass() {
    // GIVEN
    model.get(0).onForward((module, inputs, output) -> record(model.get(2), "2"));

    // WHEN
    model.call(x);

    // THEN
    assertThat(calls).containsExactly("before 2", "after 2");
  }

  @Test
  void refusesANullHookAtOnce() {
    assertThatThrownBy(() -> model.onForward(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the hook is null");
  }

  @Test
  void hooksChangeNothing() {
    // GIVEN
    double[] without = model.call(x).toDoubles();

    // WHEN
    model.apply(this::record);

    // THEN
    assertThat(model.call(x).toDoubles()).isEqualTo(without);
  }

  @Test
  void anExceptionOfAHookPassesAsItIs() {
    // GIVEN a type that miniai itself never throws, and so does not wrap
    RuntimeException thrown = new ArithmeticException("mine");
    model
        .get(1)
        .onForward(
            (module, inputs, output) -> {
              throw thrown;
            });

    // THEN
    assertThatThrownBy(() -> model.call(x)).isSameAs(thrown);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongArgumentOrStateInAHookNamesItsModule(boolean before) {
    // GIVEN
    RuntimeException thrown = new IllegalArgumentException("mine");
    if (before) {
      model
          .get(1)
          .onPreForward(
              (module, inputs) -> {
                throw thrown;
              });
    } else {
      model
          .get(1)
          .onForward(
              (module, inputs, output) -> {
                throw thrown;
              });
    }

    // THEN
    assertThatThrownBy(() -> model.call(x))
        .isInstanceOf(ModuleException.class)
        .hasMessage("in module 1, ReLU(): mine")
        .hasCause(thrown);
  }

  @Test
  void aFailedPassIsNotSeenAfterwards() {
    // GIVEN
    model.apply(this::record);

    // WHEN
    assertThatThrownBy(() -> model.call(Tensor.ones(2, 2))).isInstanceOf(ModuleException.class);

    // THEN
    assertThat(calls).containsExactly("before ", "before 0");
  }

  private void record(Module module) {
    record(module, model.pathOf(module));
  }

  private void record(Module module, String name) {
    module.onPreForward((m, inputs) -> calls.add("before " + name));
    module.onForward((m, inputs, output) -> calls.add("after " + name));
  }
}
