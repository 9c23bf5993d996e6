package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HooksTest {
  private final Sequential model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
  private final List<String> calls = new ArrayList<>();

  private Hooks onAll() {
    return new Hooks(model, (hook, module, inputs, output) -> calls.add(hook.name()));
  }

  private List<String> run() {
    calls.clear();
    model.call(Tensor.ones(4, 2));
    return List.copyOf(calls);
  }

  @Test
  void hooksEachModuleAndNamesItByItsPosition() {
    // GIVEN
    Hooks hooks = onAll();
    // WHEN, THEN
    assertThat(run()).containsExactly("0", "1", "2");
    assertThat(hooks).hasSize(3).extracting(Hook::module).isEqualTo(model.children());
  }

  @Test
  void namesModulesByTheirPath() {
    // GIVEN
    Hooks hooks = new Hooks(new Sequential(model).namedModules(), new AppendStats());
    // WHEN, THEN
    assertThat(hooks).extracting(Hook::name).containsExactly("", "0", "0.0", "0.1", "0.2");
  }

  @Test
  void closesAHookThatIsRemoved() {
    // GIVEN
    Hooks hooks = onAll();
    // WHEN
    hooks.remove(1);
    // THEN
    assertThat(hooks).extracting(Hook::name).containsExactly("0", "2");
    assertThat(run()).containsExactly("0", "2");
  }

  @Test
  void closesAHookThatIsRemovedByValue() {
    // GIVEN
    Hooks hooks = onAll();
    // WHEN
    hooks.remove(hooks.get(2));
    // THEN
    assertThat(run()).containsExactly("0", "1");
  }

  @Test
  void closesAHookThatAnIteratorRemoves() {
    // GIVEN
    Hooks hooks = onAll();
    Iterator<Hook> iterator = hooks.iterator();
    iterator.next();
    // WHEN
    iterator.remove();
    // THEN the iteration goes on
    assertThat(iterator.next().name()).isEqualTo("1");
    assertThat(run()).containsExactly("1", "2");
  }

  @Test
  void closesTheHooksThatAConditionRemoves() {
    // GIVEN
    Hooks hooks = onAll();
    // WHEN
    hooks.removeIf(hook -> hook.module() instanceof Linear);
    // THEN
    assertThat(run()).containsExactly("1");
  }

  @Test
  void closesAllHooksThatAreCleared() {
    // GIVEN
    Hooks hooks = onAll();
    // WHEN
    hooks.clear();
    // THEN
    assertThat(hooks).isEmpty();
    assertThat(run()).isEmpty();
  }

  @Test
  void closesAllHooksAtTheEndOfTheBlockAndKeepsThemReadable() {
    // GIVEN
    Hooks kept;
    // WHEN
    try (Hooks hooks = new Hooks(model, new AppendStats())) {
      kept = hooks;
      run();
    }
    run();
    // THEN
    assertThat(kept).hasSize(3).allSatisfy(hook -> assertThat(hook.stats().size()).isEqualTo(1));
  }

  @Test
  void closesAllHooksWhenTheBlockIsLeftByAnException() {
    // WHEN
    assertThatThrownBy(
            () -> {
              try (Hooks hooks = onAll()) {
                throw new IllegalStateException("by intent, with " + hooks.size());
              }
            })
        .hasMessage("by intent, with 3");
    // THEN
    assertThat(run()).isEmpty();
  }

  @Test
  void mayBeClosedTwice() {
    // GIVEN
    Hooks hooks = onAll();
    hooks.close();
    Hooks others = onAll();
    // WHEN
    hooks.close();
    // THEN
    assertThat(run()).hasSize(others.size());
  }

  @Test
  void leavesNoHookBehindIfTheModulesCannotAllBeListed() {
    // GIVEN
    Iterable<Module> failing =
        Iterables.transform(
            model,
            module -> {
              if (module instanceof ReLU) {
                throw new IllegalStateException("by intent");
              }
              return module;
            });
    // WHEN
    assertThatThrownBy(() -> new Hooks(failing, (h, m, in, out) -> calls.add("hooked")))
        .hasMessage("by intent");
    assertThatThrownBy(
            () -> new Hooks(Arrays.asList(model, null), (h, m, in, out) -> calls.add("hooked")))
        .isInstanceOf(NullPointerException.class);
    // THEN
    assertThat(run()).isEmpty();
  }

  @Test
  void cannotBeGivenMoreHooks() {
    // GIVEN
    Hooks hooks = onAll();
    Hook other = new Hook(model, new AppendStats());
    // WHEN, THEN it throws what java.util.List asks of a list that cannot be added to
    assertThatThrownBy(() -> hooks.add(other)).isInstanceOf(UnsupportedOperationException.class);
  }
}
