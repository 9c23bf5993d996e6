package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookTest {
  private final Module relu = new ReLU();
  private final List<String> calls = new ArrayList<>();

  private Hook noting(String note) {
    return new Hook(note, relu, (hook, module, inputs, output) -> calls.add(hook.name()));
  }

  private void run() {
    relu.call(Tensor.of(new float[] {-1, 0.1f, 3}, 3));
  }

  @Test
  void isCalledWithItselfTheModuleTheInputsAndTheOutput() {
    // GIVEN
    List<Object> seen = new ArrayList<>();
    Hook hook =
        new Hook(
            relu,
            (self, module, inputs, output) -> {
              seen.addAll(List.of(self, module, inputs.get(0).item()));
              seen.add(output.item());
            });
    // WHEN
    relu.call(Tensor.of(new float[] {-2}, 1));
    // THEN
    assertThat(seen).containsExactly(hook, relu, -2.0, 0.0);
  }

  @Test
  void isCalledAfterEachForwardPassUntilItIsClosed() {
    // GIVEN
    Hook hook = noting("a");
    run();
    run();
    // WHEN
    hook.close();
    run();
    // THEN
    assertThat(calls).containsExactly("a", "a");
  }

  @Test
  void mayBeClosedTwice() {
    // GIVEN two hooks on one module
    Hook first = noting("first");
    noting("second");
    // WHEN
    first.close();
    first.close();
    run();
    // THEN
    assertThat(calls).containsExactly("second");
  }

  @Test
  void mayCloseItselfWhileItIsCalled() {
    // GIVEN
    Hook once =
        new Hook(
            "once",
            relu,
            (hook, module, inputs, output) -> {
              calls.add(hook.name());
              hook.close();
            });
    noting("always");
    // WHEN
    run();
    run();
    // THEN
    assertThat(calls).containsExactly("once", "always", "always");
    assertThat(once.module()).isSameAs(relu);
  }

  @Test
  void isNamedByItsModuleUnlessANameIsGiven() {
    assertThat(new Hook(relu, new AppendStats()).name()).isEqualTo("ReLU()");
    assertThat(new Hook("2.1", relu, new AppendStats()).name()).isEqualTo("2.1");
  }

  @Test
  void gathersAColumnForEachForwardPass() {
    // GIVEN
    Hook hook = new Hook("relu", relu, new AppendStats());
    // WHEN
    run();
    run();
    // THEN
    assertThat(hook.stats().size()).isEqualTo(2);
    assertThat(hook.stats().name()).isEqualTo("relu");
    assertThat(hook.stats().bins()).isEqualTo(Bins.DEFAULT);
    assertThat(hook.stats().last().counts().get(0)).isEqualTo(2);
  }

  @Test
  void keepsItsStatisticsWhenItIsClosed() {
    // GIVEN
    Hook hook = new Hook(relu, new AppendStats());
    run();
    // WHEN
    hook.close();
    // THEN
    assertThat(hook.stats().size()).isEqualTo(1);
  }

  @Test
  void usesTheBinsThatWereAskedForAlsoIfSomebodyLookedBefore() {
    // GIVEN
    Bins coarse = new Bins(2, 0, 4);
    Hook hook = new Hook(relu, new AppendStats(coarse));
    assertThat(hook.stats().size()).isZero();
    // WHEN
    run();
    // THEN
    assertThat(hook.stats().bins()).isEqualTo(coarse);
    assertThat(hook.stats().last().counts().asList()).containsExactly(2L, 1L);
  }
}
