package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.KernelChoice;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer and group normalisation in float32 with each set of kernels, against float64. */
class GroupNormKernelsTest {
  private static final double NAN = Double.NaN;

  /** So large that groups of two almost equal values are not badly conditioned. */
  private static final double EPS = 0.1;

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  /** The order of an array's memory. */
  private enum Order {
    ROW_MAJOR,
    CHANNELS_LAST,
    REVERSED;

    /** A view with the same values as {@code x}, whose memory has this order. */
    INDArray of(INDArray x) {
      int[] order = new int[x.rank()];
      Arrays.setAll(
          order,
          d ->
              switch (this) {
                case ROW_MAJOR -> d;
                case CHANNELS_LAST -> d == 0 ? 0 : d == x.rank() - 1 ? 1 : d + 1;
                case REVERSED -> x.rank() - 1 - d;
              });
      int[] inverse = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        inverse[order[i]] = i;
      }
      return x.permute(order).dup('c').permute(inverse);
    }
  }

  /** Values and gradients: of x, and of weight and bias if there are any. */
  private static List<Tensor> results(
      DataType type, Order order, int groups, boolean affine, double mean, long... shape) {
    int size = (int) (groups == 0 ? shape[shape.length - 1] : shape[1]);
    Tensor x = leaf(order.of(values(0, 3, shape).addi(mean)), type);
    Tensor weight = affine ? leaf(values(0.1, 2, size), type) : null;
    Tensor bias = affine ? leaf(values(0.1, 1, size), type) : null;
    Tensor y = norm(x, groups, weight, bias);
    y.backward(leaf(order.of(values(0, 1, shape).muli(0.7).addi(0.1)), type).detach());
    return affine
        ? List.of(y.detach(), x.grad(), weight.grad(), bias.grad())
        : List.of(y.detach(), x.grad());
  }

  /** With the values rounded to float32 even if they are float64. */
  private static Tensor leaf(INDArray values, DataType type) {
    return Tensor.wrap(values.castTo(DataType.FLOAT).castTo(type)).requiresGrad(true);
  }

  private static Tensor norm(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias) {
    return groups == 0
        ? x.layerNorm(new long[] {x.size(-1)}, weight, bias, EPS)
        : x.groupNorm(groups, weight, bias, EPS);
  }

  /**
   * Rows of 2 to 5 dimensions; planes of one place, shorter and longer than a block; many items.
   */
  static Stream<Arguments> cases() {
    return Stream.of(
            new long[] {3, 6},
            new long[] {200, 12},
            new long[] {5, 6, 4},
            new long[] {2, 4, 5, 3},
            new long[] {10, 32, 18, 18},
            new long[] {3, 48, 200},
            new long[] {3, 40, 15, 14},
            new long[] {1, 6, 50, 50},
            new long[] {3, 4, 2, 3, 5},
            new long[] {2, 1200, 2},
            new long[] {3, 2, 1500},
            new long[] {70, 300, 3})
        .flatMap(
            shape ->
                Stream.of(0, 1, 2, (int) shape[1])
                    .flatMap(
                        groups ->
                            Arrays.stream(Order.values())
                                .map(order -> Arguments.of(shape, groups, order))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allKernelsAgree(long[] shape, int groups, Order order) {
    for (boolean affine : new boolean[] {true, false}) {
      KernelSet.PORTABLE.use();
      List<Tensor> exact = results(DataType.DOUBLE, order, groups, affine, 2, shape);
      for (KernelSet kernels : KernelSet.values()) {
        kernels.use();
        List<Tensor> actual = results(DataType.FLOAT, order, groups, affine, 2, shape);

        for (int i = 0; i < exact.size(); i++) {
          agree(actual.get(i), exact.get(i));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMeanFarFromZeroCostsNoPrecision(long[] shape, int groups, Order order) {
    KernelSet.PORTABLE.use();
    List<Tensor> exact = results(DataType.DOUBLE, order, groups, true, 1e4, shape);
    for (KernelSet kernels :
        groups == 0 ? Set.of(KernelSet.CPU) : EnumSet.of(KernelSet.CPU, KernelSet.ONEDNN)) {
      kernels.use();
      List<Tensor> actual = results(DataType.FLOAT, order, groups, true, 1e4, shape);

      for (int i = 0; i < exact.size(); i++) {
        agree(actual.get(i), exact.get(i));
      }
    }
  }

  private static void agree(Tensor actual, Tensor expected) {
    double largest = Math.max(1, expected.array().amaxNumber().doubleValue());
    assertThat(actual.array().amaxNumber().doubleValue()).isFinite();
    assertThat(actual.div(largest))
        .hasShape(expected.shape())
        .hasType(DataType.FLOAT)
        .within(1e-5)
        .hasValues(expected.div(largest).toDoubles());
  }

  @ParameterizedTest
  @EnumSource
  void equalValuesBecomeTheBias(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.full(0.1, 3, 4, 600).to(DataType.FLOAT);
    Tensor bias = Tensor.of(new float[] {1, 2, 3, 4}, 4);

    assertThat(x.groupNorm(2, null, bias, EPS).select(2, 5).select(0, 1))
        .within(1e-4)
        .hasValues(1, 2, 3, 4);
    assertThat(x.select(2, 0).reshape(12, 1).layerNorm(new long[] {1}, null, null, EPS).sum())
        .within(1e-4)
        .hasValues(0);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotANumberStaysInItsGroup(KernelSet kernels) {
    kernels.use();
    double[] values = {1, NAN, 3, 5, Double.POSITIVE_INFINITY, 1, 7, 9};

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(values, 4, 2).to(type).requiresGrad(true);
      Tensor rows = x.layerNorm(new long[] {2}, null, null, 0);
      rows.backward(Tensor.of(new double[] {1, 2, 3, 4, 5, 6, NAN, 7}, 4, 2).to(type));
      Tensor images = Tensor.of(values, 2, 2, 2).to(type);
      UnaryOperator<Tensor> last = y -> y.permute(0, 2, 1).plus(0).permute(0, 2, 1);

      assertThat(rows).within(1e-5).hasValues(NAN, NAN, -1, 1, NAN, NAN, -1, 1);
      assertThat(x.grad()).within(1e-5).hasValues(NAN, NAN, 0, 0, NAN, NAN, NAN, NAN);
      for (Tensor image : List.of(images, last.apply(images))) {
        assertThat(image.groupNorm(2, null, null, 0))
            .within(1e-5)
            .hasValues(NAN, NAN, -1, 1, NAN, NAN, -1, 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotANumberStaysInItsGroupOfALargeImage(KernelSet kernels) {
    INDArray values = values(0, 3, 2, 32, 300);
    values.putScalar(new int[] {0, 5, 299}, NAN);
    values.putScalar(new int[] {1, 17, 0}, Double.POSITIVE_INFINITY);
    for (Order order : Order.values()) {
      KernelSet.PORTABLE.use();
      List<Tensor> exact = ofGroupsOfFour(leaf(order.of(values), DataType.DOUBLE));
      kernels.use();
      List<Tensor> actual = ofGroupsOfFour(leaf(order.of(values), DataType.FLOAT));

      for (int i = 0; i < exact.size(); i++) {
        assertThat(exact.get(i).select(0, 0).select(1, 3).slice(0, 3, 9))
            .within(100)
            .hasValues(0, NAN, NAN, NAN, NAN, 0);
        assertThat(actual.get(i)).within(1e-4).hasValues(exact.get(i).toDoubles());
      }
    }
  }

  /** The result, and the gradient of {@code x}. */
  private static List<Tensor> ofGroupsOfFour(Tensor x) {
    Tensor y = x.groupNorm(8, null, null, EPS);
    y.sum().backward();
    return List.of(y.detach(), x.grad());
  }

  @ParameterizedTest
  @EnumSource
  void anInfiniteWeightGivesInfinity(KernelSet kernels) {
    kernels.use();
    double infinity = Double.POSITIVE_INFINITY;
    Tensor weight = Tensor.of(new float[] {(float) infinity, 1}, 2);
    Tensor x = Tensor.of(new float[] {1, 3, 5, 7}, 1, 2, 2);
    UnaryOperator<Tensor> last = y -> y.permute(0, 2, 1).plus(0).permute(0, 2, 1);

    for (Tensor image : List.of(x, last.apply(x))) {
      assertThat(image.groupNorm(2, weight, Tensor.zeros(2), 0))
          .within(1e-5)
          .hasValues(-infinity, infinity, -1, 1);
    }
  }

  @Test
  void longRowsAreNormalisedToo() {
    Tensor x = Tensor.randn(2, 300_000).requiresGrad(true);

    Tensor y = x.layerNorm(new long[] {300_000}, null, null, EPS);
    y.sum().backward();

    assertThat(y.square().mean(1)).within(0.1).hasValues(1, 1);
    assertThat(x.grad().abs().max()).within(1e-4).hasValues(0);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheGradientsThatAreWantedAreComputed(KernelSet kernels) {
    kernels.use();
    for (long[] shape : new long[][] {{5, 3}, {5, 3, 4}}) {
      for (int wanted = 0; wanted < 3; wanted++) {
        Tensor[] leaves = {Tensor.randn(shape), Tensor.randn(3), Tensor.randn(3)};
        leaves[wanted].requiresGrad(true);

        leaves[0].groupNorm(3, leaves[1], leaves[2], EPS).sum().backward();

        for (int i = 0; i < 3; i++) {
          assertThat(leaves[i].grad() != null).isEqualTo(i == wanted);
        }
      }
    }
  }
}
