package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.model.Residual;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Gradients as those of PyTorch 1.13's {@code register_full_backward_hook}. */
class BackwardHookTest {
  private final Sequential model = Model.known();
  private final Tensor x = Model.input();
  private final List<Seen> seen = new ArrayList<>();

  private record Seen(Module module, List<Optional<Tensor>> inputs, Tensor output) {
    Tensor input(int index) {
      return inputs.get(index).orElseThrow();
    }
  }

  // ---------------------------------------------------------------- numbers

  @Test
  void aHookGetsTheGradientsOfTheInputAndOfTheOutput() {
    // GIVEN
    watch(model.get(2));

    // WHEN
    loss().backward();

    // THEN
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).module).isSameAs(model.get(2));
    assertThat(seen.get(0).output).hasShape(2, 1).hasValues(1.72, 1.32);
    assertThat(seen.get(0).inputs).hasSize(1);
    assertThat(seen.get(0).input(0)).hasShape(2, 2).hasValues(3.44, -5.16, 2.64, -3.96);
  }

  @Test
  void theInputOfTheFirstLayerHasAGradientIfItWantsOne() {
    // GIVEN
    x.requiresGrad(true);
    watch(model.get(0));

    // WHEN
    loss().backward();

    // THEN
    assertThat(seen.get(0).output).hasValues(3.44, 0, 2.64, 0);
    assertThat(seen.get(0).input(0)).hasValues(0.344, -0.688, 1.032, 0.264, -0.528, 0.792);
    assertThat(seen.get(0).input(0)).isIdenticalTo(Objects.requireNonNull(x.grad()));
  }

  @Test
  void theInputOfTheFirstLayerIsEmptyIfItWantsNone() {
    // GIVEN
    watch(model.get(0));

    // WHEN
    loss().backward();

    // THEN
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).inputs).containsExactly(Optional.empty());
    assertThat(seen.get(0).output).hasValues(3.44, 0, 2.64, 0);
  }

  @Test
  void theGradientOfAnInputIsWhatComesThroughTheModule() {
    // GIVEN an input that also goes around the module
    x.requiresGrad(true);
    Module twice = Model.of(inputs -> inputs[0].times(2));
    watch(twice);

    // WHEN
    twice.call(x).plus(x).sum().backward();

    // THEN
    assertThat(seen.get(0).input(0)).hasValues(2, 2, 2, 2, 2, 2);
    assertThat(Objects.requireNonNull(x.grad())).hasValues(3, 3, 3, 3, 3, 3);
  }

  @Test
  void theGradientOfAnOutputIsTheSumOverItsUses() {
    // GIVEN
    watch(model);
    Tensor y = model.call(x);

    // WHEN
    y.times(2).plus(y.times(3)).sum().backward();

    // THEN
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).output).hasValues(5, 5);
  }

  @Test
  void hooksChangeNothing() {
    // GIVEN
    loss().backward();
    List<double[]> without =
        model.parameters().values().stream().map(p -> p.grad().toDoubles()).toList();
    model.parameters().values().forEach(Tensor::zeroGrad);

    // WHEN
    model.apply(this::watch);
    loss().backward();

    // THEN
    assertThat(model.parameters().values())
        .extracting(p -> p.grad().toDoubles())
        .containsExactlyElementsOf(without);
    assertThat(model.parameters().get("0.weight").grad()).hasValues(0.8, 8.2, 15.6, 0, 0, 0);
  }

  @Test
  void aHookIsNotCalledForForwardPassesThatItDidNotWatch() {
    // GIVEN
    AtomicBoolean watching = new AtomicBoolean();
    model.get(0).onBackward((m, in, out) -> seen.add(new Seen(m, in, out)), watching::get);
    Tensor unwatched = loss();
    watching.set(true);

    // WHEN
    unwatched.backward();
    int seenAsleep = seen.size();
    loss().backward();

    // THEN
    assertThat(seenAsleep).isZero();
    assertThat(seen).hasSize(1);
  }

  // ---------------------------------------------------------------- several inputs

  @Test
  void eachInputHasItsOwnGradient() {
    // GIVEN
    Module product = Model.of(inputs -> inputs[0].times(inputs[1]));
    watch(product);

    // WHEN
    product.call(number(3), number(5)).backward();

    // THEN
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).input(0)).hasValues(5);
    assertThat(seen.get(0).input(1)).hasValues(3);
  }

  @Test
  void anInputThatTheOutputDoesNotDependOnIsEmpty() {
    // GIVEN
    Module first = Model.of(inputs -> inputs[0].times(2));
    Module second = Model.of(inputs -> inputs[1].times(2));
    watch(first);
    watch(second);

    // WHEN
    first.call(number(3), number(5)).backward();
    second.call(number(3), number(5)).backward();

    // THEN
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0).input(0)).hasValues(2);
    assertThat(seen.get(0).inputs.get(1)).isEmpty();
    assertThat(seen.get(1).inputs.get(0)).isEmpty();
    assertThat(seen.get(1).input(1)).hasValues(2);
  }

  @Test
  void anOutputThatDependsOnNoInputHasAGradientAllTheSame() {
    // GIVEN
    Tensor weight = number(7);
    Module constant = Model.of(inputs -> weight.times(2));
    watch(constant);

    // WHEN
    constant.call(number(3)).backward();

    // THEN
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).inputs).containsExactly(Optional.empty());
    assertThat(seen.get(0).output).hasValues(1);
    assertThat(Objects.requireNonNull(weight.grad())).hasValues(2);
  }

  @Test
  void aModuleThatGivesItsInputBackIsWatchedToo() {
    // GIVEN
    Dropout dropout = new Dropout(0.5);
    dropout.eval();
    watch(dropout);

    // WHEN
    dropout.call(number(3)).times(4).backward();

    // THEN
    assertThat(seen.get(0).input(0)).hasValues(4);
    assertThat(seen.get(0).output).hasValues(4);
  }

  // ---------------------------------------------------------------- order

  @Test
  void modulesThatRanLaterAreToldFirstAndPartsBeforeTheWhole() {
    // GIVEN
    Sequential nested = new Sequential(new Linear(3, 2), new Residual(new Linear(2, 2)));
    nested.apply(this::watch);

    // WHEN
    nested.call(x).sum().backward();

    // THEN
    assertThat(seen)
        .extracting(s -> nested.pathOf(s.module))
        .containsExactly("1.body", "1", "0", "");
  }

  @Test
  void theParametersHaveTheirGradientsByThen() {
    // GIVEN
    AtomicReference<double[]> bias = new AtomicReference<>();
    Tensor parameter = model.parameters().get("0.bias");
    model.get(0).onBackward((m, in, out) -> bias.set(parameter.grad().toDoubles()));

    // WHEN
    loss().backward();

    // THEN
    assertThat(bias.get()).isEqualTo(parameter.grad().toDoubles());
  }

  @Test
  void aModuleThatIsCalledTwiceInAPassIsSeenTwiceTheLastFirst() {
    // GIVEN
    Module twice = Model.of(inputs -> inputs[0].times(2));
    watch(twice);

    // WHEN
    twice.call(twice.call(number(3))).times(5).backward();

    // THEN
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0).output).hasValues(5);
    assertThat(seen.get(1).output).hasValues(10);
    assertThat(seen.get(1).input(0)).hasValues(20);
  }

  @Test
  void aPassThatTheLossDoesNotDependOnIsNotSeen() {
    // GIVEN
    Module twice = Model.of(inputs -> inputs[0].times(2));
    watch(twice);
    Tensor start = number(3);

    // WHEN
    twice.call(start);
    twice.call(start).backward();

    // THEN
    assertThat(seen).hasSize(1);
  }

  // ---------------------------------------------------------------- registration

  @Test
  void aClosedHookIsNotCalledNotEvenInAPassUnderWay() {
    // GIVEN
    HookHandle handle = watch(model);
    Tensor loss = loss();

    // WHEN
    handle.close();
    handle.close();
    loss.backward();

    // THEN
    assertThat(seen).isEmpty();
  }

  @Test
  void aHookMayCloseItself() {
    // GIVEN
    AtomicReference<HookHandle> handle = new AtomicReference<>();
    List<Module> told = new ArrayList<>();
    handle.set(
        model.onBackward(
            (module, in, out) -> {
              told.add(module);
              handle.get().close();
            }));
    watch(model);

    // WHEN
    loss().backward();
    loss().backward();

    // THEN
    assertThat(told).hasSize(1);
    assertThat(seen).hasSize(2);
  }

  @Test
  void aHookThatIsAddedDuringAPassWaitsForTheNext() {
    // GIVEN
    model.onBackward((module, in, out) -> {});
    Tensor loss = loss();

    // WHEN
    watch(model);
    loss.backward();
    // THEN
    assertThat(seen).isEmpty();

    // WHEN
    loss().backward();
    // THEN
    assertThat(seen).hasSize(1);
  }

  @Test
  void withoutRecordingNothingIsWatched() {
    // GIVEN
    watch(model);

    // WHEN
    Tensor y = Autograd.noGrad(() -> model.call(x));

    // THEN
    assertThat(y.requiresGrad()).isFalse();
    assertThat(seen).isEmpty();
  }

  @Test
  void anExceptionOfAHookLeavesBackwardAsItIs() {
    // GIVEN
    RuntimeException thrown = new IllegalStateException("mine");
    model.onBackward(
        (module, in, out) -> {
          throw thrown;
        });

    // THEN
    assertThatThrownBy(() -> loss().backward()).isSameAs(thrown);
  }

  @Test
  void whatIsKeptBeyondTheMemoryScopeMustBeDetached() {
    // GIVEN
    List<Tensor> kept = new ArrayList<>();
    model.onBackward((module, in, out) -> kept.addAll(List.of(out, out.detach())));

    // WHEN
    try (MemoryScope ignored = MemoryScope.open()) {
      loss().backward();
    }

    // THEN
    assertThatThrownBy(() -> kept.get(0).toDoubles()).isInstanceOf(IllegalStateException.class);
    assertThat(kept.get(1)).hasValues(1.72, 1.32);
  }

  @Test
  void theListOfGradientsCannotBeChanged() {
    // GIVEN
    watch(model);
    loss().backward();

    List<Optional<Tensor>> inputs = seen.get(0).inputs;
    // THEN it throws what java.util.List asks of a list that cannot be changed
    assertThatThrownBy(inputs::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  private HookHandle watch(Module module) {
    return module.onBackward((m, in, out) -> seen.add(new Seen(m, in, out)));
  }

  private Tensor loss() {
    return model.call(x).pow(2).mean();
  }

  private static Tensor number(double value) {
    return Tensor.scalar(value).requiresGrad(true);
  }
}
