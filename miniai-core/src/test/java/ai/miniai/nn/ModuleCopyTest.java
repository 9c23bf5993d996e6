package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.model.Layers;
import ai.miniai.nn.model.ResBlock;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ModuleCopyTest {
  private static Sequential network() {
    Seed.set(3);
    return new Sequential(
        Layers.conv(1, 4),
        new ResBlock(4, 8, 2),
        new BatchNorm2d(8),
        new Flatten(),
        new Dropout(0.5));
  }

  private static Tensor images() {
    return Tensor.randn(2, 1, 8, 8);
  }

  @Test
  void predictsAsItsOriginalDidWhenItWasCopied() {
    // GIVEN
    Sequential model = network();
    Tensor x = images();
    Tensor unused = model.call(x); // changes the running statistics
    model.eval();
    Tensor expected = model.call(x).detach();
    // WHEN
    Module copy = model.copy();
    model.parameters().values().forEach(one -> one.update(array -> array.addi(1)));
    model.train();
    model.call(x).sum().backward();
    // THEN
    assertThat(copy.call(x)).isIdenticalTo(expected);
    assertThat(copy.toString()).isEqualTo(model.toString());
  }

  @Test
  void isFrozenAndInEvaluationMode() {
    Module copy = network().copy();
    assertThat(copy.modules()).noneMatch(Module::training);
    assertThat(copy.parameters().values()).noneMatch(Tensor::requiresGrad);
    assertThat(copy.call(images()).requiresGrad()).isFalse();
  }

  @Test
  void maybeTrainedApart() {
    // GIVEN
    Sequential model = network();
    Map<String, Tensor> before = model.stateDict();
    Module copy = model.copy();
    copy.unfreeze();
    copy.train();
    // WHEN
    copy.call(images()).sum().backward();
    copy.parameters().values().forEach(one -> one.update(array -> array.subi(one.grad().array())));
    // THEN
    model.stateDict().forEach((name, value) -> assertThat(value).isIdenticalTo(before.get(name)));
    assertThat(model.parameters().values()).allMatch(one -> one.grad() == null);
  }

  @Test
  void hasNoHooks() {
    // GIVEN
    Sequential model = network();
    List<Module> called = new ArrayList<>();
    model.modules().forEach(one -> one.onForward((m, in, out) -> called.add(m)));
    // WHEN
    Module copy = model.copy();
    Tensor unused = copy.call(images());
    // THEN
    assertThat(called).isEmpty();
    assertThat(model.namedModules().keySet()).isEqualTo(copy.namedModules().keySet());
    assertThat(copy.modules()).doesNotContainAnyElementsOf(model.modules());
  }

  /** Holds its parts in every way that is looked at. */
  private static final class Holder extends Module {
    private record Pair(Module one, String name) {}

    private final List<Module> list;
    private final ImmutableList<Module> immutable;
    private final Map<String, Module> map;
    private final ImmutableMap<String, Module> immutableMap;
    private final Module[] array;
    private final Optional<Module> optional;
    private final Pair pair;
    private final Tensor constant = Tensor.of(new double[] {2}, 1);
    private final transient Module apart;

    Holder(Module apart) {
      this.apart = apart;
      Module part = child("part", new Linear(1, 1));
      list = List.of(part);
      immutable = ImmutableList.of(part);
      map = Map.of("a", part);
      immutableMap = ImmutableMap.of("a", part);
      array = new Module[] {part};
      optional = Optional.of(part);
      pair = new Pair(part, "name");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return pair.one().call(x).times(constant);
    }

    private List<Module> all() {
      return List.of(
          list.get(0),
          immutable.get(0),
          map.get("a"),
          immutableMap.get("a"),
          array[0],
          optional.orElseThrow(),
          pair.one());
    }
  }

  @Test
  void findsPartsInCollectionsMapsArraysOptionalsAndRecords() {
    // GIVEN
    Module apart = new Linear(1, 1);
    Holder model = new Holder(apart);
    // WHEN
    Holder copy = (Holder) model.copy();
    // THEN
    assertThat(copy.all())
        .containsOnly(copy.children().get(0))
        .doesNotContainAnyElementsOf(model.all());
    assertThat(copy.apart).isSameAs(apart);
    assertThat(copy.constant).isSameAs(model.constant);
    assertThat(copy.pair.name()).isEqualTo("name");
  }

  @Test
  void aPartThatIsUsedTwiceIsCopiedOnce() {
    Module shared = new Linear(2, 2);
    Module copy = new Sequential(shared, new ReLU(), shared).copy();
    assertThat(((Sequential) copy).get(0)).isSameAs(((Sequential) copy).get(2));
    assertThat(copy.parameters()).hasSize(2);
  }

  @Test
  void aPartCanBeCopied() {
    Sequential model = network();
    Module copy = model.get(1).copy();
    assertThat(copy.stateDict().keySet()).isEqualTo(model.get(1).stateDict().keySet());
    assertThatThrownBy(() -> model.pathOf(copy)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInnerClassMayReferToItsTest() {
    class Inner extends Module {
      private final Module part = child("part", new Linear(1, 1));

      @Override
      protected Tensor forward(Tensor x) {
        return part.call(x).times(outer());
      }
    }
    assertThat(new Inner().copy().call(Tensor.ones(1, 1)).shape()).containsExactly(1, 1);
  }

  private double outer() {
    return 2;
  }

  @Test
  void aLambdaThatHoldsAPartIsNamed() {
    class Calls extends Module {
      @SuppressWarnings("unused")
      private final UnaryOperator<Tensor> function;

      Calls() {
        Module part = child("part", new Linear(1, 1));
        function = x -> part.call(x);
      }
    }
    assertThatThrownBy(() -> new Sequential(new Calls()).copy())
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("in module 0, Calls()")
        .hasMessageContaining(
            "it cannot be copied, because of its field function: its lambda holds Linear(1, 1)");
  }

  @Test
  void manyThreadsMayCallACopyWhileItsOriginalIsTrained() throws Exception {
    // GIVEN
    Sequential model = new Sequential(new Linear(4, 8), new BatchNorm1d(8), new ReLU());
    Module copy = model.copy();
    Tensor x = Tensor.randn(3, 4);
    Tensor expected = copy.call(x);
    Callable<Boolean> predicting =
        () -> {
          boolean same = true;
          for (int i = 0; i < 200; i++) {
            try (MemoryScope scope = MemoryScope.open()) {
              same &= Arrays.equals(copy.call(x).toDoubles(), expected.toDoubles());
            }
          }
          return same;
        };
    // WHEN
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(threads.submit(predicting));
      }
      for (int i = 0; i < 100; i++) {
        try (MemoryScope scope = MemoryScope.open()) {
          model.call(x).sum().backward();
          model.parameters().values().forEach(one -> one.update(array -> array.addi(0.1)));
        }
      }
      // THEN
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }
}
