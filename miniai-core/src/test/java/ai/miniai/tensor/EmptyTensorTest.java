package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Tensors with a size of 0: shapes, values and gradients are PyTorch's. */
class EmptyTensorTest {
  private static Tensor empty(long... shape) {
    return Tensor.zeros(shape);
  }

  private static Arguments given(
      String what, Tensor x, UnaryOperator<Tensor> function, long... shape) {
    return Arguments.of(what, x, function, shape);
  }

  // ---------------------------------------------------------------- results without elements

  static Stream<Arguments> functionsToNothing() {
    List<Arguments> all = new ArrayList<>();
    for (long[] shape :
        new long[][] {{0}, {0, 3}, {2, 0}, {2, 0, 3}, {0, 2, 3, 4}, {2, 3, 0, 4, 1}}) {
      all.addAll(
          List.of(
              given("plus", empty(shape), x -> x.plus(Tensor.ones(1)), shape),
              given("minus", empty(shape), x -> Tensor.scalar(2).minus(x), shape),
              given("times", empty(shape), x -> x.times(x), shape),
              given("div", empty(shape), x -> x.div(x), shape),
              given("plus a number", empty(shape), x -> x.plus(0.5).times(3).neg(), shape),
              given("relu", empty(shape), Tensor::relu, shape),
              given("generalRelu", empty(shape), x -> x.generalRelu(0.1, 0.4), shape),
              given("gelu", empty(shape), x -> x.gelu().geluTanh().silu(), shape),
              given("exp", empty(shape), x -> x.exp().log().sqrt().abs().pow(3.5), shape),
              given("sigmoid", empty(shape), x -> x.sigmoid().tanh().clamp(0, 1), shape),
              given("softmax", empty(shape), x -> x.softmax(-1), shape),
              given("logSoftmax", empty(shape), x -> x.logSoftmax(0), shape),
              given("dropout", empty(shape), x -> x.dropout(0.5), shape),
              given("to", empty(shape), x -> x.to(DataType.DOUBLE).to(DataType.FLOAT16), shape),
              given("unsqueeze", empty(shape), x -> x.unsqueeze(0).squeeze(0), shape),
              given("permuted", empty(shape), x -> x.transpose(0, -1).transpose(-1, 0), shape),
              given("standardize", empty(shape), x -> x.standardize(1e-5, 0, -1), shape),
              given("concat", empty(shape), x -> Tensor.concat(0, x).plus(x), shape),
              given("flatten", empty(shape), x -> x.flatten(0), 0)));
    }
    all.addAll(
        List.of(
            given("reshape", empty(0, 3), x -> x.reshape(5, 0, 2), 5, 0, 2),
            given("reshape open", empty(0, 3), x -> x.reshape(-1, 3), 0, 3),
            given("reshape open last", empty(0, 3), x -> x.reshape(3, -1), 3, 0),
            given("permute", empty(2, 0, 3), x -> x.permute(2, 0, 1), 3, 2, 0),
            given("slice of nothing", empty(2, 0), x -> x.slice(0, 1, 2), 1, 0),
            given("slice to nothing", Tensor.ones(4, 2), x -> x.slice(0, 1, 1), 0, 2),
            given("select", empty(2, 0), x -> x.select(0, 1), 0),
            given("sum", empty(0, 3), x -> x.sum(1), 0),
            given("mean", empty(0, 3), x -> x.mean(1), 0),
            given("var", empty(2, 0), x -> x.var(0), 0),
            given("max", empty(0, 3), x -> x.max(1), 0),
            given("broadcast", empty(0), x -> x.plus(Tensor.ones(2, 1)), 2, 0),
            given("broadcast to nothing", Tensor.ones(2, 1), x -> x.times(empty(0)), 2, 0),
            given("matmul", empty(0, 3), x -> x.matmul(Tensor.ones(3, 2)), 0, 2),
            given("matmul right", Tensor.ones(4, 3), x -> x.matmul(empty(3, 0)), 4, 0),
            given("batches", empty(0, 2, 3), x -> x.matmul(empty(0, 3, 4)), 0, 2, 4),
            given("linear", empty(0, 3), x -> x.linear(Tensor.ones(2, 3), Tensor.ones(2)), 0, 2),
            given("linear to nothing", Tensor.ones(4, 3), x -> x.linear(empty(0, 3), null), 4, 0),
            given("layerNorm", empty(0, 3), x -> layerNorm(x, 3), 0, 3),
            given("layerNorm of 0", empty(3, 0), x -> layerNorm(x, 0), 3, 0),
            given("batchNorm", empty(0, 3, 2, 2), EmptyTensorTest::batchNorm, 0, 3, 2, 2),
            given("conv", empty(0, 1, 5, 5), x -> conv(x), 0, 2, 3, 3),
            given(
                "convTranspose",
                empty(0, 1, 5, 5),
                x -> x.convTranspose2d(Tensor.ones(1, 2, 3, 3), null, 1, 0, 0),
                0,
                2,
                7,
                7),
            given(
                "conv1d",
                empty(0, 2, 5),
                x -> x.conv1d(Tensor.ones(4, 1, 3), null, 1, 0, 1, 2),
                0,
                4,
                3),
            given("maxPool1d", empty(0, 1, 4), x -> x.maxPool1d(2, 2, 0), 0, 1, 2),
            given("maxPool", empty(0, 1, 4, 4), x -> x.maxPool2d(2, 2, 0), 0, 1, 2, 2),
            given("avgPool", empty(0, 1, 4, 4), x -> x.avgPool2d(2, 2, 0), 0, 1, 2, 2),
            given("avgPool ceil", empty(0, 1, 5, 5), x -> x.avgPool2d(2, 2, 0, true), 0, 1, 3, 3),
            given("adaptive", empty(0, 1, 4, 4), x -> x.adaptiveAvgPool2d(2, 3), 0, 1, 2, 3),
            given("adaptive to 1", empty(0, 1, 4, 4), x -> x.adaptiveAvgPool2d(1, 1), 0, 1, 1, 1),
            given("upsample", empty(0, 1, 4, 4), x -> x.upsampleNearest(2), 0, 1, 8, 8),
            given("bilinear", empty(0, 1, 4, 4), x -> x.upsampleBilinear(2), 0, 1, 8, 8),
            given("embedding", empty(3, 0), x -> Tensor.of(1, 0).embedding(x), 2, 0),
            given(
                "embedding of nothing",
                Tensor.ones(3, 4),
                x -> empty(0, 2).to(DataType.INT64).embedding(x),
                0,
                2,
                4)));
    return all.stream();
  }

  private static Tensor layerNorm(Tensor x, long n) {
    return x.layerNorm(new long[] {n}, Tensor.ones(n), Tensor.ones(n), 1e-5);
  }

  private static Tensor batchNorm(Tensor x) {
    Tensor ones = Tensor.ones(3);
    return x.batchNorm(ones, ones, ones, ones, 1e-5);
  }

  private static Tensor conv(Tensor x) {
    return x.conv2d(Tensor.ones(2, 1, 3, 3), Tensor.ones(2), 1, 0);
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("functionsToNothing")
  void nothingHasAShapeAndGivesZeros(
      String what, Tensor x, UnaryOperator<Tensor> function, long... shape) {
    Tensor outside = x.detach().requiresGrad(true);
    for (boolean scoped : new boolean[] {false, true}) {
      MemoryScope scope = scoped ? MemoryScope.open() : null;
      try {
        // WHEN
        Tensor y = function.apply(outside);
        y.sum().backward();
        function.apply(outside).sum().backward(); // and adds to what is there
        // THEN
        assertThat(y.shape()).as(what).containsExactly(shape);
        assertThat(y.toDoubles()).isEmpty();
        assertThat(y.toString()).contains("Tensor[");
      } finally {
        if (scope != null) {
          scope.close();
        }
      }
      assertThat(outside.grad().shape()).containsExactly(outside.shape());
      assertThat(outside.grad().toDoubles()).containsOnly(new double[(int) x.length()]);
      outside.zeroGrad();
    }
  }

  // ---------------------------------------------------------------- results with elements

  static Stream<Arguments> functionsToSomething() {
    return Stream.of(
        value("sum", x -> x.sum(), 0),
        value("sum of columns", x -> x.sum(0), 0, 0, 0),
        value("sum kept", x -> x.sum(new int[] {0}, true), 0, 0, 0),
        value("mean", x -> x.mean(), Double.NaN),
        value("mean of columns", x -> x.mean(0), Double.NaN, Double.NaN, Double.NaN),
        value("var", x -> x.var(), Double.NaN),
        value("std", x -> x.transpose(0, 1).std(1), Double.NaN, Double.NaN, Double.NaN),
        value("mse", x -> x.mse(empty(0, 3)), Double.NaN),
        value("labels", x -> x.crossEntropy(Tensor.of(new long[0])), Double.NaN),
        value("probabilities", x -> x.crossEntropy(empty(0, 3)), Double.NaN),
        value("matmul", x -> Tensor.ones(1, 0).matmul(x), 0, 0, 0),
        value("concat", x -> Tensor.concat(0, x, Tensor.ones(1, 3), x), 1, 1, 1),
        value("linear", x -> Tensor.ones(1, 0).linear(x.transpose(0, 1), Tensor.ones(3)), 1, 1, 1));
  }

  private static Arguments value(String what, UnaryOperator<Tensor> function, double... values) {
    return Arguments.of(what, function, values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsToSomething")
  void nothingHasSumsAndMeans(String what, UnaryOperator<Tensor> function, double... values) {
    Tensor x = empty(0, 3).requiresGrad(true);
    try (MemoryScope scope = MemoryScope.open()) {
      // WHEN
      Tensor y = function.apply(x);
      y.sum().backward();
      // THEN
      assertThat(y.toDoubles()).as(what).containsExactly(values);
    }
    assertThat(x.grad().shape()).containsExactly(0, 3);
  }

  @Test
  void aBiasIsAllThatIsLeftOfALinearLayerWithoutInputs() {
    // GIVEN
    Tensor bias = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
    // WHEN
    Tensor y = empty(3, 0).linear(empty(2, 0), bias);
    y.sum().backward();
    // THEN
    assertThat(y.toDoubles()).containsExactly(1, 2, 1, 2, 1, 2);
    assertThat(bias.grad().toDoubles()).containsExactly(3, 3);
  }

  @Test
  void partsOfAConcatenationGetTheirGradientsBesideEmptyOnes() {
    // GIVEN
    Tensor some = Tensor.ones(2, 2).requiresGrad(true);
    // WHEN
    Tensor.concat(1, empty(2, 0), some, empty(2, 0)).times(3).sum().backward();
    // THEN
    assertThat(some.grad().toDoubles()).containsExactly(3, 3, 3, 3);
  }

  // ---------------------------------------------------------------- errors

  static Stream<Arguments> errors() {
    return Stream.of(
        error(x -> x.max(), "max of nothing: dimension 0 of shape [0, 3] has size 0"),
        error(x -> x.max(0), "max of nothing: dimension 0"),
        error(x -> x.argmax(0), "argmax of nothing: dimension 0"),
        error(x -> x.reshape(0, -1), "a size of -1 may be anything"),
        error(x -> x.reshape(2), "which do not fit the shape [2]"),
        error(x -> x.transpose(0, 1).select(1, 0), "index 0 does not exist"),
        error(x -> x.plus(Tensor.ones(2, 3)), "do not broadcast"),
        error(x -> Tensor.of(0).embedding(x), "is not in [0, 0)"),
        error(x -> x.reshape(1, 0, 3, 3).maxPool2d(2, 2, 0), "only the batch may be empty"),
        error(x -> Tensor.scalar(x.item()), "item() wants one element"),
        error(x -> x.batchNorm(Tensor.ones(3), Tensor.ones(3), 1e-5).output(), "make the batch"));
  }

  private static Arguments error(UnaryOperator<Tensor> function, String message) {
    return Arguments.of(message, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void saysWhatCannotBe(String message, UnaryOperator<Tensor> function) {
    assertThatThrownBy(() -> function.apply(empty(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  // ---------------------------------------------------------------- making and reading

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isMadeAndReadInAndOutOfAScope(boolean scoped) {
    MemoryScope scope = scoped ? MemoryScope.open() : null;
    try {
      for (Tensor x :
          List.of(
              Tensor.of(new float[0], 2, 0),
              Tensor.of(new double[0], 0, 1),
              Tensor.of(new long[0]),
              Tensor.of(new HostArray.Bytes(new byte[0], 255, 0, 28, 28)),
              Tensor.rand(0, 3),
              Tensor.randn(3, 0),
              Tensor.full(7, 0))) {
        assertThat(x.length()).isZero();
        assertThat(Host.readFloats(x)).isEmpty();
        assertThat(Host.readLongs(x)).isEmpty();
        assertThat(Host.later(x).values()).isEmpty();
        assertThat(x.detach().shape()).containsExactly(x.shape());
        assertThat(x.to(DataType.BOOL).sum().item()).isZero();
      }
    } finally {
      if (scope != null) {
        scope.close();
      }
    }
  }

  @Test
  void isReadTogetherWithOthers() {
    try (MemoryScope scope = MemoryScope.open()) {
      Deferred none = Host.later(Tensor.of(new long[0]));
      Deferred some = Host.later(Tensor.of(1, 2));
      assertThat(some.values()).containsExactly(1, 2);
      assertThat(none.values()).isEmpty();
    }
  }
}
