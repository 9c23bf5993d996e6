package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory that is gone or used again is never read: what touches it gets an error. */
class StaleMemoryTest {
  private static final String ENDED = "has ended";

  private final Tensor w = Tensor.of(new float[] {1, 2, 3, 4}, 4).requiresGrad(true);

  @Test
  void aBackwardPassAfterTheScopeIsAnError() {
    Tensor loss;
    Tensor seed = Tensor.scalar(1);
    try (var step = MemoryScope.open()) {
      loss = w.square().sum();
    }

    assertThatIllegalStateException()
        .isThrownBy(() -> loss.backward(seed))
        .withMessageContaining(ENDED);
    org.assertj.core.api.Assertions.assertThat(w.grad()).isNull();
  }

  @Test
  void soIsOneFromAResultThatWasMadeOutside() {
    Tensor loss;
    try (var step = MemoryScope.open()) {
      Tensor inside = w.exp();
      loss = MemoryScope.outside(() -> inside.square().sum());
    }

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(ENDED);
  }

  @Test
  void aSeedOfAnEndedScopeIsAnError() {
    Tensor seed;
    try (var step = MemoryScope.open()) {
      seed = Tensor.ones(4);
    }

    assertThatIllegalStateException()
        .isThrownBy(() -> w.square().backward(seed))
        .withMessageContaining(ENDED);
  }

  static Stream<Arguments> views() {
    return Stream.<UnaryOperator<Tensor>>of(
            x -> x.reshape(2, 2),
            x -> x.reshape(4),
            x -> x.slice(0, 1, 3),
            x -> x.slice(0, 0, 4),
            x -> x.reshape(2, 2).permute(1, 0),
            x -> x.unsqueeze(0),
            x -> x.select(0, 2),
            x -> x.to(x.dataType()),
            x -> Tensor.wrap(x.array()),
            x -> Tensor.wrap(x.array().reshape(2, 2)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("views")
  void aViewEndsWithTheScopeOfItsMemory(UnaryOperator<Tensor> view) {
    Tensor outside;
    try (var step = MemoryScope.open()) {
      Tensor x = Tensor.ones(4).times(3);
      outside = MemoryScope.outside(() -> view.apply(x));
      org.assertj.core.api.Assertions.assertThat(outside.toDoubles()).containsOnly(3);
    }

    assertThatIllegalStateException().isThrownBy(outside::array).withMessageContaining(ENDED);
    assertThatIllegalStateException().isThrownBy(() -> outside.plus(1));
    try (var next = MemoryScope.open()) {
      Tensor.ones(4).times(7);
      assertThatIllegalStateException().isThrownBy(outside::toDoubles);
    }
  }

  @Test
  void aViewOfWhatIsOutsideOutlivesTheScope() {
    Tensor view;
    try (var step = MemoryScope.open()) {
      view = w.reshape(2, 2);
    }

    assertThat(view).hasValues(1, 2, 3, 4);
    view.sum().backward();
    assertThat(w.grad()).hasValues(1, 1, 1, 1);
  }

  @Test
  void anArrayOfAnEndedScopeIsNotWrapped() {
    INDArray array;
    try (var step = MemoryScope.open()) {
      array = Tensor.ones(4).array();
    }

    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.wrap(array))
        .withMessageContaining(ENDED);
    try (var next = MemoryScope.open()) {
      assertThatIllegalStateException().isThrownBy(() -> Tensor.wrap(array));
    }
  }

  @Test
  void anotherThreadSeesTheEndOfTheScope() {
    Tensor x;
    try (var step = MemoryScope.open()) {
      x = Tensor.ones(4);
      assertThat(CompletableFuture.supplyAsync(() -> x.plus(1)).join()).hasValues(2, 2, 2, 2);
    }

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> CompletableFuture.supplyAsync(() -> x.plus(1)).join())
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ENDED);
  }

  @Test
  void whatIsAskedForOutsideIsReadInTime() {
    Deferred later;
    Deferred ofLeaf;
    try (var step = MemoryScope.open()) {
      Tensor x = Tensor.ones(4).times(3);
      later = MemoryScope.outside(() -> Host.later(x));
      ofLeaf = Host.later(w);
      w.update(array -> array.assign(0));
    }

    org.assertj.core.api.Assertions.assertThat(later.values()).containsExactly(3, 3, 3, 3);
    org.assertj.core.api.Assertions.assertThat(ofLeaf.values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatIsAskedForAndThenChangedIsAnError() {
    try (var step = MemoryScope.open()) {
      Tensor x = Tensor.ones(4).times(3);
      Deferred later = Host.later(x);

      x.array().assign(0);

      assertThatIllegalStateException()
          .isThrownBy(later::values)
          .withMessageContaining("was changed in place after Host.later");
    }
  }

  @Test
  void theSeedTakesTheTypeOfTheTensor() {
    for (Tensor seed :
        new Tensor[] {Tensor.of(new double[] {1, 2, 3, 4}, 4), Tensor.of(1, 2, 3, 4)}) {
      w.zeroGrad();
      w.backward(seed);
      assertThat(w.grad()).hasType(DataType.FLOAT).hasValues(1, 2, 3, 4);

      w.zeroGrad();
      w.times(2).backward(seed);
      assertThat(w.grad()).hasType(DataType.FLOAT).hasValues(2, 4, 6, 8);
    }
  }

  @Test
  void aSeedThatWouldBroadcastIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> w.times(2).backward(Tensor.ones(4, 1)))
        .withMessageContaining("has shape [4, 1]");
  }

  @Test
  void aHeldGradientKeepsItsValues() {
    w.sum().backward();
    Tensor first = w.grad();
    w.sum().backward();
    Tensor second = w.grad();
    w.zeroGrad();
    w.times(5).sum().backward();

    assertThat(first).hasValues(1, 1, 1, 1);
    assertThat(second).hasValues(2, 2, 2, 2);
    assertThat(w.grad()).hasValues(5, 5, 5, 5);
  }

  @Test
  void toChangeTheGradientChangesTheTensorsOwn() {
    w.sum().backward();

    w.grad().array().muli(3);
    w.sum().backward();

    assertThat(w.grad()).hasValues(4, 4, 4, 4);
  }

  @Test
  void aLentGradientSaysThatItIsGone() {
    w.sum().backward();
    Tensor lent = w.lendGrad();
    w.zeroGrad();
    assertThat(lent).hasValues(1, 1, 1, 1);

    w.sum().backward();

    assertThatIllegalStateException()
        .isThrownBy(lent::toDoubles)
        .withMessageContaining("a gradient that was lent");
  }

  @Test
  void theLentGradientUsesTheSameMemory() {
    w.sum().backward();
    long address = w.lendGrad().array().data().address();
    w.zeroGrad();
    w.sum().backward();

    org.assertj.core.api.Assertions.assertThat(w.lendGrad().array().data().address())
        .isEqualTo(address);
  }

  /** Gives away what it was only lent. */
  private static final class Careless extends Operation {
    private final boolean twice;

    Careless(boolean twice) {
      this.twice = twice;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      return inputs[0].dup();
    }

    @Override
    protected void backward(INDArray gradient) {
      INDArray own = twice ? gradient.dup() : gradient;
      for (int i = 0; i < inputCount(); i++) {
        giveAway(i, own);
      }
    }
  }

  @Test
  void aGradientThatOthersHaveIsNotWrittenOver() {
    Tensor a = w.times(1);
    Tensor b = w.times(1);
    Tensor sum = a.plus(new Careless(false).apply(b.relu().minus(10).relu()));
    Tensor seed = Tensor.ones(4);

    sum.backward(seed);

    assertThat(seed).hasValues(1, 1, 1, 1);
    assertThat(w.grad()).hasValues(1, 1, 1, 1);
  }

  @Test
  void oneArrayIsNotGivenAwayTwice() {
    Tensor loss = new Careless(true).apply(w.times(1), w.times(2)).sum();

    assertThatIllegalArgumentException()
        .isThrownBy(loss::backward)
        .withMessageContaining("gives one array to two inputs");
  }

  @Test
  void theSumOfATensorWithItselfCountsTwice() {
    Tensor y = w.relu();

    y.plus(y).relu().sum().backward();

    assertThat(w.grad()).hasValues(2, 2, 2, 2);
    assertThat(Tensor.wrap(Nd4j.ones(2))).hasValues(1, 1);
  }
}
