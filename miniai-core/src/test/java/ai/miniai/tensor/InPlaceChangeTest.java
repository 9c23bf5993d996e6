package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.miniai.array.Fingerprint;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.SGD;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is changed in place after an operation has saved it makes the backward pass fail. */
class InPlaceChangeTest {
  private static final String CHANGED = "was changed in place after the forward pass";

  private final Tensor w = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);

  @Test
  void theMessageNamesOperationShapeAndRemedy() {
    Tensor loss = w.square().sum();

    w.array().muli(0);

    assertThatIllegalStateException()
        .isThrownBy(loss::backward)
        .withMessage(
            "Power: an array FLOAT [3] that the backward pass needs was changed in place after the"
                + " forward pass (it is at version 1, expected 0), so the gradient would be wrong:"
                + " go backward before you change it, or change a copy (detach())");
  }

  @Test
  void toReadTheArrayIsNoChange() {
    Tensor loss = w.square().sum();

    w.array().sumNumber();
    w.toDoubles();
    loss.backward();

    assertThat(w.grad()).hasValues(2, 4, 6);
  }

  static Stream<Arguments> changes() {
    return Stream.<Consumer<Tensor>>of(
            x -> x.array().muli(0),
            x -> x.array().putScalar(0, 7),
            x -> x.array().reshape(3, 1).getRow(2).assign(0),
            x -> x.array().putScalar(1, Double.NaN),
            x -> x.update(array -> array.addi(1)),
            x -> x.reshape(3, 1).array().putScalar(2, 0, -1),
            x -> Autograd.noGrad(() -> x.slice(0, 1, 2)).update(array -> array.assign(5)),
            x -> Updates.addScaled(x.array(), 1, Nd4j.ones(x.dataType(), 3)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyWayToChangeIsSeen(Consumer<Tensor> change) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = w.detach().to(type).detach().requiresGrad(true);
      Tensor loss = x.times(x).sum();

      change.accept(x);

      assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
    }
  }

  @Test
  void anArrayTakenBeforeTheForwardPassIsWatchedToo() {
    INDArray held = w.array();
    Tensor loss = w.exp().times(w).sum();

    held.addi(1);

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
  }

  @Test
  void soIsOneThatWasWrapped() {
    INDArray own = Nd4j.createFromArray(1f, 2, 3);
    Tensor loss = Tensor.wrap(own).times(w).sum();

    own.assign(0);

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
  }

  @Test
  void aChangeOfAResultIsSeen() {
    Tensor y = w.exp();
    Tensor loss = y.sum();

    y.array().muli(2);

    assertThatIllegalStateException()
        .isThrownBy(loss::backward)
        .withMessageStartingWith("Exponential: an array FLOAT [3]");
  }

  @Test
  void aChangeBetweenTwoForwardPassesConcernsTheFirstAlone() {
    Tensor first = w.square().sum();
    w.array().muli(2);
    Tensor second = w.square().sum();

    assertThatIllegalStateException().isThrownBy(first::backward).withMessageContaining(CHANGED);
    second.backward();

    assertThat(w.grad()).hasValues(4, 8, 12);
  }

  @Test
  void aChangeAfterTheBackwardPassIsFine() {
    w.square().sum().backward();
    w.array().muli(2);
    w.zeroGrad();
    w.square().sum().backward();

    assertThat(w.grad()).hasValues(4, 8, 12);
  }

  static Stream<Arguments> functionsThatNeedNoInput() {
    return Stream.<UnaryOperator<Tensor>>of(
            x -> x.times(2),
            x -> x.plus(Tensor.ones(3)),
            x -> x.minus(Tensor.ones(3)),
            x -> x.exp(),
            x -> x.relu(),
            x -> x.tanh(),
            x -> x.sigmoid(),
            x -> x.softmax(0),
            x -> x.reshape(3, 1).detach().plus(x.reshape(3, 1)),
            x -> Tensor.concat(0, x, Tensor.ones(2)),
            x -> x.sum(),
            x -> x.times(Tensor.ones(3)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("functionsThatNeedNoInput")
  void whatTheGradientDoesNotDependOnMayChange(UnaryOperator<Tensor> function) {
    function.apply(w).sum().backward();
    double[] expected = w.grad().toDoubles();
    w.zeroGrad();
    Tensor loss = function.apply(w).sum();

    w.array().muli(0);
    loss.backward();

    assertThat(w.grad()).hasValues(expected);
  }

  @Test
  void aStepOfTheOptimizerIsSeen() {
    Tensor loss = w.square().sum();
    w.square().sum().backward();

    new SGD(Map.of("w", w), 0.1).step();

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
  }

  @Test
  void soAreInitialisationAndALoadedState() {
    Conv2d layer = new Conv2d(1, 2, 3);
    Tensor x = Tensor.rand(1, 1, 4, 4).requiresGrad(true);
    Map<String, Tensor> state = layer.stateDict();
    Consumer<Module> init = Initialization::kaimingNormal;
    Consumer<Module> load = module -> module.loadStateDict(state);
    for (Consumer<Module> change : java.util.List.of(init, load)) {
      Tensor loss = layer.call(x).sum();

      change.accept(layer);

      assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
    }
  }

  @Test
  void aNormalisationByRunningMomentsSeesThemMove() {
    BatchNorm2d norm = new BatchNorm2d(2);
    Tensor x = Tensor.rand(2, 2, 3, 3).requiresGrad(true);
    norm.eval();
    Tensor loss = norm.call(x).square().sum();
    norm.train();

    norm.call(x);

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
  }

  @Test
  void labelsAndIndicesAreWatched() {
    Tensor labels = Tensor.of(0L, 1L);
    Tensor loss = Tensor.rand(2, 3).requiresGrad(true).crossEntropy(labels);
    Tensor indices = Tensor.of(0L, 1L);
    Tensor rows = indices.embedding(Tensor.rand(2, 3).requiresGrad(true)).sum();

    labels.array().assign(2);
    indices.array().assign(1);

    assertThatIllegalStateException().isThrownBy(loss::backward).withMessageContaining(CHANGED);
    assertThatIllegalStateException().isThrownBy(rows::backward).withMessageContaining(CHANGED);
  }

  @Test
  void aFrozenWeightsImagesMayChange() {
    Conv2d layer = new Conv2d(1, 2, 3);
    Tensor x = Tensor.rand(1, 1, 4, 4);
    Tensor loss = layer.call(x).sum();
    Tensor frozen = Tensor.rand(2, 1, 3, 3);
    Tensor images = Tensor.rand(1, 1, 4, 4).requiresGrad(true);
    Tensor ofFrozen = images.conv2d(frozen, null, 1, 0).sum();

    layer.parameters().get("weight").array().muli(0); // only the images' gradient needs it
    images.array().muli(0); // only the weight's gradient needs it

    assertThatCode(loss::backward).doesNotThrowAnyException();
    assertThatCode(ofFrozen::backward).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 17, 1000})
  void everyElementCounts(int length) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.INT64}) {
      INDArray x = Nd4j.arange(length).castTo(type).reshape('c', length, 1).repeat(1, 2);
      long before = Fingerprint.of(x);
      for (int i = 0; i < length; i++) {
        double value = x.getDouble(i, 1);
        x.putScalar(i, 1, value + 1);
        org.assertj.core.api.Assertions.assertThat(Fingerprint.of(x)).isNotEqualTo(before);
        x.putScalar(i, 1, value);
      }
      org.assertj.core.api.Assertions.assertThat(Fingerprint.of(x)).isEqualTo(before);
    }
  }
}
