package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import ai.miniai.kernels.KernelChoice;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvBuilder;
import ai.miniai.nn.Module;
import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Convolutions of sequences and images with all settings, and their gradients, beside PyTorch's,
 * which convolutions.txt holds.
 */
class ConvolutionReferenceTest {
  private static final Map<String, PadMode> MODES =
      Map.of(
          "zeros", PadMode.CONSTANT,
          "reflect", PadMode.REFLECT,
          "replicate", PadMode.REPLICATE,
          "circular", PadMode.CIRCULAR);

  /** The fields of a line. */
  record Case(List<String> fields) {
    long[] shape() {
      return Splitter.on(' ').splitToStream(fields.get(0)).mapToLong(Long::parseLong).toArray();
    }

    int out() {
      return ints(1)[0];
    }

    int[] ints(int field) {
      return Splitter.on(' ')
          .splitToStream(fields.get(field))
          .mapToInt(Integer::parseInt)
          .toArray();
    }

    boolean isSame() {
      return fields.get(4).equals("same");
    }

    PadMode mode() {
      return MODES.get(fields.get(7));
    }

    boolean biased() {
      return fields.get(8).equals("True");
    }

    /** Whether the padding is a part of the convolution itself. */
    boolean isPlain() {
      return !isSame() && mode() == PadMode.CONSTANT;
    }

    double[] numbers(int field) {
      return Splitter.on(' ')
          .splitToStream(fields.get(field))
          .mapToDouble(Double::parseDouble)
          .toArray();
    }

    long[] weightShape() {
      long[] shape = shape();
      shape[0] = out();
      shape[1] /= ints(6)[0];
      int[] kernel = ints(2);
      for (int i = 0; i < kernel.length; i++) {
        shape[2 + i] = kernel[i];
      }
      return shape;
    }

    @Override
    public String toString() {
      return String.join(" | ", fields.subList(0, 9));
    }
  }

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  static Stream<Case> cases() throws IOException {
    return Resources.readLines(
            Resources.getResource(ConvolutionReferenceTest.class, "convolutions.txt"),
            StandardCharsets.UTF_8)
        .stream()
        .map(line -> new Case(Splitter.on(" | ").splitToList(line + " ")))
        .map(given -> new Case(given.fields.stream().map(String::strip).toList()));
  }

  static Stream<Arguments> casesOnAllKernels() throws IOException {
    return cases()
        .flatMap(given -> Arrays.stream(KernelSet.values()).map(k -> Arguments.of(given, k)));
  }

  static Stream<Arguments> plainCasesOnAllKernels() throws IOException {
    return casesOnAllKernels().filter(arguments -> ((Case) arguments.get()[0]).isPlain());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesOnAllKernels")
  void layersAreThoseOfPyTorch(Case given, KernelSet kernels) {
    kernels.use();
    Module layer =
        given.shape().length == 3
            ? configured(
                Conv1d.builder((int) given.shape()[1], given.out(), given.ints(2)[0]), given)
            : configured(Conv2d.builder((int) given.shape()[1], given.out(), given.ints(2)), given);
    Map<String, Tensor> parameters = layer.parameters();
    Tensor weight = parameters.get("weight");
    assertThat(weight).hasShape(given.weightShape());
    set(weight, 5);
    if (given.biased()) {
      set(parameters.get("bias"), 3);
    }
    Tensor x = cycle(7, given.shape()).to(DataType.FLOAT).requiresGrad(true);

    Tensor y = layer.call(x);
    y.backward(cycle(11, y.shape()).to(DataType.FLOAT));

    compare(given, 2e-5, y, x, weight, given.biased() ? parameters.get("bias") : null);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("plainCasesOnAllKernels")
  void functionsAreThoseOfPyTorchInAllMemoryOrders(Case given, KernelSet kernels) {
    kernels.use();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      for (MemoryOrder order : MemoryOrder.values()) {
        Tensor x = laid(order, type, cycle(7, given.shape()));
        Tensor weight = laid(order, type, cycle(5, given.weightShape()));
        Tensor bias = given.biased() ? laid(order, type, cycle(3, given.out())) : null;
        int[] stride = given.ints(3);
        int[] padding = given.ints(4);
        int[] dilation = given.ints(5);
        int groups = given.ints(6)[0];

        Tensor y =
            x.rank() == 3
                ? x.conv1d(weight, bias, stride[0], padding[0], dilation[0], groups)
                : x.conv2d(weight, bias, stride, padding, dilation, groups);
        Tensor relu =
            x.rank() == 3
                ? x.conv1dRelu(weight, bias, stride[0], padding[0], dilation[0], groups)
                : x.conv2dRelu(weight, bias, stride, padding, dilation, groups);
        y.backward(Tensor.wrap(order.lay(cycle(11, y.shape()).array().castTo(type))));

        assertThat(y).hasType(type);
        compare(given, type == DataType.DOUBLE ? 1e-9 : 2e-5, y, x, weight, bias);
        assertThat(relu).within(1e-6).isCloseTo(y.relu());
      }
    }
  }

  private static <M extends Module> M configured(ConvBuilder<M> builder, Case given) {
    builder.stride(given.ints(3)).dilation(given.ints(5)).groups(given.ints(6)[0]);
    builder.paddingMode(given.mode()).bias(given.biased());
    return (given.isSame() ? builder.paddingSame() : builder.padding(given.ints(4))).build();
  }

  private static void compare(
      Case given, double tolerance, Tensor y, Tensor x, Tensor weight, Tensor bias) {
    assertThat(y).within(tolerance).hasValues(given.numbers(9));
    assertThat(x.grad()).within(tolerance).hasValues(given.numbers(10));
    assertThat(weight.grad()).within(tolerance).hasValues(given.numbers(11));
    if (bias != null) {
      assertThat(bias.grad()).within(tolerance).hasValues(given.numbers(12));
    }
  }

  private static Tensor laid(MemoryOrder order, DataType type, Tensor values) {
    return Tensor.wrap(order.lay(values.array().castTo(type))).requiresGrad(true);
  }

  private static void set(Tensor parameter, int factor) {
    Tensor values = cycle(factor, parameter.shape());
    parameter.update(array -> array.assign(values.array()));
  }

  /** Multiples of {@code factor} modulo 23, minus 11, over 10. */
  private static Tensor cycle(int factor, long... shape) {
    int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new double[length];
    Arrays.setAll(values, i -> (i * factor % 23 - 11) / 10.0);
    return Tensor.of(values, shape);
  }
}
