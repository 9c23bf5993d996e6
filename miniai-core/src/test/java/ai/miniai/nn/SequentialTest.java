package ai.miniai.nn;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialTest {
  private final Module first = new Linear(2, 3);
  private final Module second = new ReLU();
  private final Module third = new Linear(3, 1);
  private final Sequential model = new Sequential(first, second, third);

  @Test
  void callsOneAfterTheOther() {
    // GIVEN
    Tensor x = Tensor.ones(4, 2);

    // WHEN
    Tensor y = model.call(x);

    // THEN
    assertThat(y).isIdenticalTo(third.call(second.call(first.call(x))));
  }

  @Test
  void withoutModulesIsTheIdentity() {
    // GIVEN
    Tensor x = Tensor.ones(4, 2);

    // THEN
    assertThat(new Sequential().call(x)).isSameAs(x);
    assertThat(new Sequential()).hasToString("Sequential()");
  }

  @Test
  void namesItsModulesByTheirPosition() {
    assertThat(model.namedChildren()).containsOnlyKeys("0", "1", "2");
  }

  @Test
  void goesThroughItsModulesInOrder() {
    assertThat(model).containsExactly(first, second, third).hasSize(model.size());
  }

  @Test
  void indexesFromTheStartAndFromTheEnd() {
    assertThat(model.get(0)).isSameAs(first);
    assertThat(model.get(2)).isSameAs(third);
    assertThat(model.get(-1)).isSameAs(third);
    assertThat(model.get(-3)).isSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -4})
  void saysWhichIndexIsNotThere(int index) {
    assertThatThrownBy(() -> model.get(index))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no module " + index + " among the 3 of\n" + model);
  }

  @Test
  void slicesFromTheStartAndFromTheEnd() {
    assertThat(model.slice(0, 2)).containsExactly(first, second);
    assertThat(model.slice(1, 3)).containsExactly(second, third);
    assertThat(model.slice(-2, 3)).containsExactly(second, third);
    assertThat(model.slice(0, -1)).containsExactly(first, second);
    assertThat(model.slice(1, 1)).isEmpty();
  }

  @Test
  void refusesASliceThatIsNotThere() {
    assertThatThrownBy(() -> model.slice(2, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no slice from 2 to 1 among the 3 of\n" + model);
    assertThatThrownBy(() -> model.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.slice(-4, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Property(tries = 50)
  void twoSlicesOneAfterTheOtherAreTheWhole(@ForAll @IntRange(min = 0, max = 5) int cut) {
    // GIVEN
    List<Linear> layers = IntStream.range(0, 5).mapToObj(i -> new Linear(3, 3)).toList();
    Sequential whole = new Sequential(layers);
    Tensor x = Tensor.ones(2, 3);

    // WHEN
    Tensor y = whole.slice(cut, 5).call(whole.slice(0, cut).call(x));

    // THEN
    assertThat(y).isIdenticalTo(whole.call(x));
  }

  /** A hook keeps the two apart. */
  @Test
  void aConvolutionAndReluTogetherAreTheSameAsApart() {
    Conv2d convolution = new Conv2d(3, 8, 3, 2, 1);
    Sequential layer = new Sequential(convolution, new ReLU());
    Tensor x = Tensor.randn(5, 3, 9, 9).requiresGrad(true);

    Tensor together = layer.call(x);
    List<Tensor> gradientsTogether = gradients(together, x, convolution);
    List<Tensor> seen = new ArrayList<>();
    Tensor apart;
    List<Tensor> gradientsApart;
    try (HookHandle hook = convolution.onForward((module, inputs, output) -> seen.add(output))) {
      apart = layer.call(x);
      gradientsApart = gradients(apart, x, convolution);
    }

    assertThat(seen).hasSize(1);
    assertThat(together).isIdenticalTo(apart);
    assertThat(together).isIdenticalTo(seen.get(0).relu());
    for (int i = 0; i < gradientsApart.size(); i++) {
      assertThat(gradientsTogether.get(i)).isIdenticalTo(gradientsApart.get(i));
    }
  }

  @Test
  void aHookThatDoesNotWatchKeepsNothingApart() {
    // GIVEN a hook that can sleep
    Conv2d convolution = new Conv2d(3, 8, 3);
    Sequential layer = new Sequential(convolution, new ReLU());
    Tensor x = Tensor.randn(5, 3, 9, 9);
    AtomicBoolean watching = new AtomicBoolean();
    List<Tensor> seen = new ArrayList<>();
    convolution.onForward((module, inputs, output) -> seen.add(output), watching::get);

    // WHEN
    Tensor asleep = layer.call(x);
    int seenAsleep = seen.size();
    watching.set(true);
    Tensor awake = layer.call(x);

    // THEN
    assertThat(seenAsleep).isZero();
    assertThat(seen).hasSize(1);
    assertThat(awake).isIdenticalTo(asleep);
  }

  private static List<Tensor> gradients(Tensor y, Tensor x, Module module) {
    x.zeroGrad();
    module.parameters().values().forEach(Tensor::zeroGrad);
    y.times(y).sum().backward();
    return Stream.concat(Stream.of(x), module.parameters().values().stream())
        .map(leaf -> requireNonNull(leaf.grad()).detach())
        .toList();
  }

  @Test
  void aFailureInBothTogetherNamesTheConvolution() {
    Sequential layer = new Sequential(new Conv2d(3, 8, 3), new ReLU());

    assertThatThrownBy(() -> new Sequential(layer).call(Tensor.ones(1, 2, 9, 9)))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith("in module 0.0, Conv2d");
  }
}
