package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Kernels.Wanted;
import ai.miniai.kernels.Moments;
import ai.miniai.kernels.PortableKernels;
import ai.miniai.kernels.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is frozen costs nothing, and changes nothing of the gradients that are wanted. */
class WantedGradientsTest {
  private static final List<Boolean> BOTH = List.of(false, true);

  /** An operation of an input, a weight and a bias. */
  private interface Layer {
    Tensor apply(Tensor x, Tensor weight, Tensor bias);
  }

  static Stream<Arguments> kernels() {
    return Stream.of(new PortableKernels(), new CpuKernels(), Kernels.current())
        .flatMap(
            kernels ->
                Stream.of(DataType.FLOAT, DataType.DOUBLE)
                    .flatMap(type -> wanted().map(w -> Arguments.of(kernels, type, w))));
  }

  private static Stream<Wanted> wanted() {
    return BOTH.stream()
        .flatMap(
            input ->
                BOTH.stream()
                    .flatMap(weight -> BOTH.stream().map(bias -> new Wanted(input, weight, bias))));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aConvolutionComputesWhatIsWanted(Kernels kernels, DataType type, Wanted wanted) {
    INDArray x = values(0.1, 2, 2, 3, 5, 7).castTo(type);
    INDArray weight = values(0.1, 1, 4, 3, 3, 3).castTo(type);
    INDArray gradient = values(0.1, 1, 2, 4, 3, 4).castTo(type);
    Window window = Window.square(3, 2, 1);
    Kernels.ConvGradients all = kernels.conv2dBackward(x, weight, gradient, window, Wanted.ALL);

    Kernels.ConvGradients some = kernels.conv2dBackward(x, weight, gradient, window, wanted);

    thereIfWanted(wanted.input(), some.input(), all.input());
    thereIfWanted(wanted.weight(), some.weight(), all.weight());
    thereIfWanted(wanted.bias(), some.bias(), all.bias());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aBatchNormalisationComputesWhatIsWanted(Kernels kernels, DataType type, Wanted wanted) {
    INDArray x = values(0.1, 2, 30, 3).castTo(type);
    INDArray weight = values(0.1, 1, 3).castTo(type);
    INDArray gradient = values(0.1, 1, 30, 3).castTo(type);
    Moments moments = kernels.moments(x);
    for (boolean own : BOTH) {
      Kernels.NormGradients all =
          kernels.batchNormBackward(x, gradient, moments, weight, 1e-5, own, Wanted.ALL);

      Kernels.NormGradients some =
          kernels.batchNormBackward(x, gradient, moments, weight, 1e-5, own, wanted);

      thereIfWanted(wanted.input(), some.input(), all.input());
      thereIfWanted(wanted.weight(), some.weight(), all.weight());
      thereIfWanted(wanted.bias(), some.bias(), all.bias());
    }
  }

  private static void thereIfWanted(
      boolean wanted, @Nullable INDArray actual, @Nullable INDArray expected) {
    assertThat(actual != null).isEqualTo(wanted);
    if (actual != null && expected != null) {
      assertThat(Tensor.wrap(actual)).within(1e-5).isCloseTo(Tensor.wrap(expected));
    }
  }

  static Stream<Arguments> layers() {
    Layer convolution = (x, weight, bias) -> x.conv2d(weight, bias, 1, 1);
    Layer withRelu = (x, weight, bias) -> x.conv2dRelu(weight, bias, 1, 1);
    Layer transposed = (x, weight, bias) -> x.convTranspose2d(weight, bias, 1, 1, 0);
    Layer linear = (x, weight, bias) -> x.linear(weight.flatten(1), bias);
    Layer embedding = (x, weight, bias) -> Tensor.of(0, 1).embedding(weight.flatten(1)).plus(x);
    return Stream.of(
        Arguments.of(convolution, new long[] {1, 96, 2, 2}, new long[] {96, 96, 3, 3}),
        Arguments.of(withRelu, new long[] {1, 96, 2, 2}, new long[] {96, 96, 3, 3}),
        Arguments.of(transposed, new long[] {1, 96, 2, 2}, new long[] {96, 96, 3, 3}),
        Arguments.of(linear, new long[] {2, 864}, new long[] {96, 96, 3, 3}),
        Arguments.of(embedding, new long[] {2, 864}, new long[] {96, 96, 3, 3}));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aFrozenWeightTakesNoMemoryForItsGradient(Layer layer, long[] shape, long[] weightShape) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Tensor x = Tensor.rand(shape).to(type).requiresGrad(true);
      Tensor weight = Tensor.rand(weightShape).to(type);
      Tensor bias = Tensor.rand(weightShape[0]).to(type).requiresGrad(true);
      try (MemoryScope step = MemoryScope.open()) {
        Tensor loss = layer.apply(x, weight, bias).sum();
        long before = allocated();

        loss.backward();

        assertThat(allocated() - before).isLessThan(weight.length() * type.width());
        assertThat(x.grad()).isNotNull();
        assertThat(weight.grad()).isNull();
      }
    }
  }

  private static long allocated() {
    return Nd4j.getMemoryManager().getCurrentWorkspace().getThisCycleAllocations();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theOthersGetTheGradientsThatTheyGetWithAllTrained(
      Layer layer, long[] shape, long[] weightShape) {
    Tensor[] leaves = {
      Tensor.rand(shape).requiresGrad(true),
      Tensor.rand(weightShape).requiresGrad(true),
      Tensor.rand(weightShape[0]).requiresGrad(true)
    };
    layer.apply(leaves[0], leaves[1], leaves[2]).square().sum().backward();
    for (Tensor frozen : leaves) {
      Tensor[] some = Arrays.stream(leaves).map(Tensor::detach).toArray(Tensor[]::new);
      for (int i = 0; i < some.length; i++) {
        some[i].requiresGrad(leaves[i] != frozen);
      }

      layer.apply(some[0], some[1], some[2]).square().sum().backward();

      for (int i = 0; i < some.length; i++) {
        Tensor expected = leaves[i].grad();
        Tensor actual = some[i].grad();
        if (leaves[i] == frozen) {
          assertThat(actual).isNull();
        } else if (expected != null && actual != null) {
          assertThat(actual.times(1 / 1e3)).within(1e-3).isCloseTo(expected.times(1 / 1e3));
        } else {
          assertThat(actual == null).isEqualTo(expected == null);
        }
      }
    }
  }
}
