package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution and pooling, in float32 and float64, against nested loops and against each other. On
 * the CPU the two types take different ways: only float32 goes through oneDNN.
 */
class ImagesTest {
  private static final double FLOAT_TOLERANCE = 2e-5;

  /** Images, filters, stride and padding. */
  private record Shape(
      int batch, int in, int height, int width, int out, int size, int stride, int padding) {
    INDArray images() {
      return values(0.1, 2, batch, in, height, width);
    }

    INDArray weight() {
      return values(0.1, 1, out, in, size, size);
    }

    INDArray bias() {
      return values(0.1, 1, out);
    }

    NaiveImages naive(Tensor images) {
      return new NaiveImages(images, size, stride, padding);
    }
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
            new Shape(2, 3, 5, 7, 4, 3, 2, 1),
            new Shape(1, 1, 1, 1, 1, 1, 1, 0),
            new Shape(3, 5, 4, 3, 2, 1, 1, 0),
            new Shape(3, 5, 5, 3, 2, 1, 2, 0),
            new Shape(1, 2, 5, 4, 1, 2, 3, 0),
            new Shape(2, 1, 7, 7, 8, 5, 1, 2),
            new Shape(2, 8, 7, 7, 16, 3, 2, 1),
            new Shape(4, 17, 4, 4, 33, 3, 2, 1),
            new Shape(1, 2, 1, 1, 3, 3, 2, 1),
            new Shape(5, 1, 2, 9, 3, 3, 1, 1),
            new Shape(2, 2, 6, 6, 2, 2, 2, 0),
            new Shape(3, 4, 20, 2, 4, 1, 2, 0),
            new Shape(2, 3, 4, 4, 2, 1, 1, 1),
            new Shape(1, 64, 1, 1, 10, 3, 2, 1),
            new Shape(250, 64, 2, 2, 10, 3, 2, 1))
        .flatMap(shape -> Arrays.stream(MemoryOrder.values()).map(o -> Arguments.of(shape, o)));
  }

  static Stream<Arguments> poolingShapes() {
    return shapes().filter(a -> ((Shape) a.get()[0]).padding <= ((Shape) a.get()[0]).size / 2);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aConvolutionIsThatOfTheLoops(Shape s, MemoryOrder order) {
    Tensor x = Tensor.wrap(s.images());
    Tensor weight = Tensor.wrap(s.weight());
    Tensor expected = s.naive(x).conv2d(weight, s.bias().toDoubleVector());

    Tensor result =
        laid(order, s.images())
            .conv2d(laid(order, s.weight()), laid(order, s.bias()), s.stride, s.padding);
    Tensor inFloat =
        inFloat(order, s.images())
            .conv2d(inFloat(order, s.weight()), inFloat(order, s.bias()), s.stride, s.padding);

    assertThat(result).within(1e-12).isCloseTo(expected);
    assertThat(inFloat)
        .hasType(DataType.FLOAT)
        .within(FLOAT_TOLERANCE)
        .hasValues(expected.toDoubles());
  }

  @ParameterizedTest
  @MethodSource("poolingShapes")
  void theLargestOfAWindowIsThatOfTheLoops(Shape s, MemoryOrder order) {
    Tensor expected = s.naive(Tensor.wrap(s.images())).maxPool();

    Tensor result = laid(order, s.images()).maxPool2d(s.size, s.stride, s.padding);
    Tensor inFloat = inFloat(order, s.images()).maxPool2d(s.size, s.stride, s.padding);

    assertThat(result).isIdenticalTo(expected);
    assertThat(inFloat).within(FLOAT_TOLERANCE).hasValues(expected.toDoubles());
  }

  @ParameterizedTest
  @MethodSource("poolingShapes")
  void aWindowOfNegativeValuesIsNotWonByThePadding(Shape s, MemoryOrder order) {
    INDArray negative = s.images().mul(s.images()).neg();
    Tensor expected = s.naive(Tensor.wrap(negative)).maxPool();

    Tensor result = laid(order, negative).maxPool2d(s.size, s.stride, s.padding);
    Tensor inFloat = inFloat(order, negative).maxPool2d(s.size, s.stride, s.padding);

    assertThat(result).isIdenticalTo(expected);
    assertThat(inFloat).within(FLOAT_TOLERANCE).hasValues(expected.toDoubles());
  }

  @ParameterizedTest
  @MethodSource("poolingShapes")
  void theMeanOfAWindowIsThatOfTheLoops(Shape s, MemoryOrder order) {
    Tensor expected = s.naive(Tensor.wrap(s.images())).averagePool();

    Tensor result = laid(order, s.images()).avgPool2d(s.size, s.stride, s.padding);
    Tensor inFloat = inFloat(order, s.images()).avgPool2d(s.size, s.stride, s.padding);

    assertThat(result).within(1e-12).isCloseTo(expected);
    assertThat(inFloat).within(FLOAT_TOLERANCE).hasValues(expected.toDoubles());
  }

  /** The float64 gradients are proven by {@link OperationGradientTest}. */
  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsInFloat32AreThoseInFloat64(Shape s, MemoryOrder order) {
    INDArray[] layer = {s.images(), s.weight(), s.bias()};
    compareGradients(order, t -> t.get(0).conv2d(t.get(1), t.get(2), s.stride, s.padding), layer);
    compareGradients(
        order, t -> t.get(0).conv2d(t.get(1), null, s.stride, s.padding), s.images(), s.weight());
  }

  @ParameterizedTest
  @MethodSource("poolingShapes")
  void gradientsOfPoolingInFloat32AreThoseInFloat64(Shape s, MemoryOrder order) {
    compareGradients(order, t -> t.get(0).maxPool2d(s.size, s.stride, s.padding), s.images());
    compareGradients(order, t -> t.get(0).avgPool2d(s.size, s.stride, s.padding), s.images());
  }

  @Test
  void theWeightOfAConvolutionOfFixedImagesGetsItsGradient() {
    Tensor x = Tensor.ones(2, 1, 3, 3);
    Tensor weight = Tensor.ones(1, 1, 3, 3).requiresGrad(true);

    x.conv2d(weight, null, 1, 0).sum().backward();

    assertThat(weight.grad()).hasValues(2, 2, 2, 2, 2, 2, 2, 2, 2);
    assertThat(x.grad()).isNull();
  }

  private static void compareGradients(
      MemoryOrder order, Function<List<Tensor>, Tensor> function, INDArray... inputs) {
    List<Tensor> doubles = gradients(order, DataType.DOUBLE, function, inputs);
    List<Tensor> floats = gradients(order, DataType.FLOAT, function, inputs);
    for (int i = 0; i < inputs.length; i++) {
      assertThat(floats.get(i))
          .as("gradient of input %s", i)
          .hasType(DataType.FLOAT)
          .hasShape(inputs[i].shape())
          .within(FLOAT_TOLERANCE)
          .hasValues(doubles.get(i).toDoubles());
    }
  }

  private static List<Tensor> gradients(
      MemoryOrder order,
      DataType type,
      Function<List<Tensor>, Tensor> function,
      INDArray... inputs) {
    List<Tensor> tensors =
        Arrays.stream(inputs)
            .map(input -> Tensor.wrap(order.lay(input.castTo(type))).requiresGrad(true))
            .toList();
    Tensor result = function.apply(tensors);
    INDArray seed = values(0.1, 1, result.shape()).castTo(type);
    result.backward(Tensor.wrap(order.lay(seed)));
    return tensors.stream().map(Tensor::grad).toList();
  }

  private static Tensor laid(MemoryOrder order, INDArray x) {
    return Tensor.wrap(order.lay(x));
  }

  private static Tensor inFloat(MemoryOrder order, INDArray x) {
    return Tensor.wrap(order.lay(x.castTo(DataType.FLOAT)));
  }
}
