package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;

import ai.miniai.kernels.KernelChoice;
import ai.miniai.loss.Losses;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** NaN never becomes a number, whichever kernels compute. Expected are PyTorch's values. */
class NanKernelsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final float HUGE = 3e38f;

  @AfterEach
  void chosenKernels() {
    KernelChoice.use(KernelChoice.CHOSEN);
  }

  private static Tensor images(double... values) {
    return floats(values).reshape(1, 1, 1, values.length);
  }

  private static Tensor floats(double... values) {
    return Tensor.of(values, values.length).to(DataType.FLOAT);
  }

  private static Tensor ofOnes() {
    return Tensor.ones(1, 1, 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void nllReadsTheScoresOfLabelsOnly(KernelSet kernels) {
    kernels.use();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor scores =
          floats(NAN, 1, INF, 2, NAN, -INF).to(type).reshape(2, 3).detach().requiresGrad(true);

      Tensor loss = Losses.nll(scores, Tensor.of(1, 0));
      loss.backward();

      assertThat(loss).hasValues(-1.5);
      assertThat(scores.grad().reshape(6)).hasValues(0, -0.5, 0, -0.5, 0, 0);
    }
    assertThat(Losses.nll(floats(NAN, 1).reshape(1, 2), Tensor.of(0))).hasValues(NAN);
  }

  @ParameterizedTest
  @EnumSource
  void reluAfterAnOverflowInAConvolution(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.of(new float[] {HUGE, HUGE}, 1, 2, 1, 1);
    Tensor weight = Tensor.of(new float[] {10, -10, 10, 10, -10, -10}, 3, 2, 1, 1);

    // A fused multiplication and addition may know that ∞ − 3·10³⁹ is ∞.
    Tensor relu = x.conv2d(weight, null, 1, 0).relu();

    assertThat(x.conv2dRelu(weight, null, 1, 0)).isIdenticalTo(relu);
    assertThat(relu.reshape(3).slice(0, 1, 3)).hasValues(INF, 0);
  }

  @ParameterizedTest
  @EnumSource
  void reluAfterAnOverflowInAChainOfConvolutions(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.full(1e20, 1, 2, 1, 1);
    Tensor weight = Tensor.full(1e10, 2, 2, 1, 1);
    Tensor last = Tensor.of(new float[] {10, -10}, 1, 2, 1, 1);

    Tensor two = x.conv2dRelu(weight, null, 1, 0).conv2dRelu(weight, null, 1, 0);

    assertThat(two).hasValues(INF, INF);
    assertThat(two.conv2dRelu(last, null, 1, 0)).hasValues(NAN);
  }

  @ParameterizedTest
  @EnumSource
  void reluOfNanThatIsPutIntoAConvolutionsResult(KernelSet kernels) {
    kernels.use();
    Tensor result = images(1, 2, 3).conv2d(ofOnes(), null, 1, 0);

    result.array().putScalar(new long[] {0, 0, 0, 1}, Float.NaN);

    assertThat(result.relu()).hasValues(1, NAN, 3);
  }

  @ParameterizedTest
  @EnumSource
  void theGradientOfReluIsThatBehindItWhereItIsNan(KernelSet kernels) {
    kernels.use();
    Tensor x = floats(NAN, -1, 0, 2, INF, -INF).requiresGrad(true);

    x.relu().backward(floats(3, 3, 3, 3, 3, 3));

    assertThat(x.grad()).hasValues(3, 0, 0, 3, 3, 0);
  }

  @ParameterizedTest
  @EnumSource
  void theGradientOfReluPassesWhereItIsAlmostZero(KernelSet kernels) {
    kernels.use();
    Tensor x = floats(1e-6, 1e-37, -1e-37, -0.0).requiresGrad(true);

    x.relu().backward(floats(3, 3, 3, 3));

    assertThat(x.grad()).hasValues(3, 3, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void whereAFunctionIsConstantItsGradientIsZeroWhateverComesFromBehind(KernelSet kernels) {
    kernels.use();
    double[] behind = {INF, NAN, -INF, INF, NAN, 5};

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(new double[] {-1, -2, 0, 1, 2, NAN}, 6).to(type).requiresGrad(true);
      Tensor gradient = Tensor.of(behind, 6).to(type);

      x.relu().backward(gradient);
      assertThat(x.grad()).hasValues(0, 0, 0, INF, NAN, 5);
      x.zeroGrad();
      x.clamp(-.5, 1.5).backward(gradient);
      assertThat(x.grad()).hasValues(0, 0, -INF, INF, 0, 0);
      x.zeroGrad();
      x.generalRelu(.5, 0, 1.5).backward(gradient);
      assertThat(x.grad()).hasValues(INF, NAN, -INF, INF, 0, 0);
      x.zeroGrad();
      x.leakyRelu(.5).backward(gradient);
      assertThat(x.grad()).hasValues(INF, NAN, -INF, INF, NAN, 2.5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRootOfReluHasAGradientWhereReluIsZero(KernelSet kernels) {
    kernels.use();
    Tensor x = floats(-4, 0, 4).requiresGrad(true);

    x.relu().sqrt().sum().backward();

    assertThat(x.grad()).hasValues(0, 0, .25);
  }

  @ParameterizedTest
  @EnumSource
  void oneChannelOfNanIsNan(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor nan = Tensor.of(new double[] {NAN}, 1).to(type);
      Tensor one = Tensor.ones(1).to(type);
      Tensor x = Tensor.of(new double[] {1, -INF}, 1, 1, 2, 1).to(type);
      Tensor twoByOne = Tensor.ones(2, 1).to(type);

      assertThat(x.batchNorm(one, one, 1e-3).output()).hasValues(NAN, NAN);
      assertThat(twoByOne.linear(Tensor.ones(1, 1).to(type), nan)).hasValues(NAN, NAN);
      assertThat(
              Tensor.ones(1, 1, 1, 2)
                  .to(type)
                  .convTranspose2d(Tensor.ones(1, 1, 1, 1).to(type), nan, 1, 0, 0))
          .hasValues(NAN, NAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGeneralReluWithoutALeakMakesZeroOfMinusInfinity(KernelSet kernels) {
    kernels.use();

    assertThat(floats(NAN, -INF, INF).generalRelu(0, .5)).hasValues(NAN, -.5, INF);
  }

  @ParameterizedTest
  @EnumSource
  void exponentialLinearUnitsKeepNan(KernelSet kernels) {
    kernels.use();
    double[] once = {NAN, -INF, INF, -1, 2, 0};
    double[] values = IntStream.range(0, 30_000).mapToDouble(i -> once[i % once.length]).toArray();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(values, values.length).to(type).requiresGrad(true);

      Tensor y = x.elu(2);
      y.sum().backward();

      double power = Math.exp(-1);
      assertThat(y.slice(0, 0, 6)).hasValues(NAN, -2, INF, 2 * power - 2, 2, 0);
      assertThat(x.grad().slice(0, 0, 6)).hasValues(1, 0, 1, 2 * power, 1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInfiniteWeightOfPreluIsForNegativeValuesOnly(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(new double[] {3, -3, NAN}, 3).to(type).requiresGrad(true);
      Tensor weight = Tensor.of(new double[] {INF}, 1).to(type).requiresGrad(true);

      Tensor y = x.prelu(weight);
      y.backward(Tensor.of(new double[] {INF, 1, 0}, 3).to(type));

      assertThat(y).hasValues(3, -INF, NAN);
      assertThat(x.grad()).hasValues(INF, INF, NAN);
      assertThat(weight.grad()).hasValues(NAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rootMeanSquaresStayInTheirRows(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(new double[] {NAN, 1, 3, 3}, 2, 2).to(type).requiresGrad(true);

      Tensor y = x.rmsNorm(new long[] {2}, null, 0);
      y.sum().backward();

      assertThat(y).hasValues(NAN, NAN, 1, 1);
      assertThat(x.grad()).hasValues(NAN, NAN, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanInAttentionStaysWithItsTarget(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(new double[] {NAN, 1}, 1, 1, 2, 1).to(type);
      Tensor one = Tensor.ones(1, 1, 2, 1).to(type);

      assertThat(x.scaledDotProductAttention(one, one)).hasValues(NAN, 1);
      assertThat(one.scaledDotProductAttention(x, one)).hasValues(NAN, NAN);
      assertThat(one.scaledDotProductAttention(one, x)).hasValues(NAN, NAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatSeesNoSourceIsNan(KernelSet kernels) {
    kernels.use();
    Tensor seen = Tensor.of(0, 0, 1, 0).reshape(2, 2).to(DataType.BOOL);

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor one = Tensor.ones(1, 1, 2, 1).to(type);
      Tensor value = Tensor.of(new double[] {3, 5}, 1, 1, 2, 1).to(type);

      assertThat(one.scaledDotProductAttention(one, value, seen, 0, false)).hasValues(NAN, 3);
      assertThat(one.scaledDotProductAttention(one, value, seen.flip(1), 0, true))
          .hasValues(NAN, 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstNanIsTheLargest(KernelSet kernels) {
    kernels.use();
    double[] values = {1, NAN, INF, NAN, -INF, -INF, -INF, -INF, 2, 3, INF, INF};

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(values, 3, 4).to(type);

      assertThat(x.argmax(1)).hasValues(1, 0, 2);
      assertThat(x.argmax(0)).hasValues(2, 0, 0, 0);
      assertThat(x.reshape(3, 1, 4).argmax(-1)).hasShape(3, 1).hasValues(1, 0, 2);
      assertThat(x.max(1)).hasValues(NAN, -INF, INF);
      assertThat(x.max(0)).hasValues(2, NAN, INF, NAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void maximumPoolsKeepNanAndInfinities(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x =
          Tensor.of(
                  new double[] {
                    -INF, -INF, NAN, -INF, INF, -INF, 1, 2, //
                    -INF, -INF, 7, -1, 3, NAN, INF, -INF
                  },
                  1,
                  1,
                  2,
                  8)
              .to(type)
              .requiresGrad(true);

      Tensor y = x.maxPool2d(2, 2, 0);
      y.backward(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 1, 4).to(type));

      assertThat(y).hasValues(-INF, NAN, NAN, INF);
      assertThat(x.grad()).hasValues(1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConvolutionKeepsNanInItsGroupAndWhereTheDilatedWindowIs(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x = Tensor.of(new double[] {1, NAN, 3, 4, 5, 6, 7, INF}, 1, 2, 4).to(type);
      Tensor weight = Tensor.ones(2, 1, 2).to(type);

      Tensor y = x.conv1d(weight, null, 1, 0, 2, 2);
      Tensor relu = x.conv1dRelu(weight.neg(), null, 1, 0, 2, 2);

      assertThat(y).hasShape(1, 2, 2).hasValues(4, NAN, 12, INF);
      assertThat(relu).hasValues(0, NAN, 0, 0);
      assertThat(x.unsqueeze(2).conv2d(weight.unsqueeze(2), null, one(1), one(0), one(2), 2))
          .hasValues(4, NAN, 12, INF);
    }
  }

  private static int[] one(int number) {
    return new int[] {number};
  }

  @ParameterizedTest
  @EnumSource
  void reluAfterAnOverflowInAGroup(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.of(new float[] {1, 1, HUGE, HUGE}, 1, 4, 1);
    Tensor weight = Tensor.of(new float[] {10, -10, 10, -10}, 2, 2, 1);

    Tensor y = x.conv1d(weight, null, 1, 0, 1, 2);

    assertThat(x.conv1dRelu(weight, null, 1, 0, 1, 2)).isIdenticalTo(y.relu());
  }

  @ParameterizedTest
  @EnumSource
  void maximumPoolsOfSequencesKeepNanAndInfinities(KernelSet kernels) {
    kernels.use();

    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Tensor x =
          Tensor.of(new double[] {1, NAN, -INF, -INF, INF, 2}, 1, 1, 6).to(type).requiresGrad(true);

      Tensor y = x.maxPool1d(2, 2, 0);
      y.backward(Tensor.of(new double[] {1, 2, 3}, 1, 1, 3).to(type));

      assertThat(y).hasValues(NAN, -INF, INF);
      assertThat(x.grad()).hasValues(0, 1, 2, 0, 3, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void averagesOfPartsOfImagesStayInTheirParts(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.of(new float[] {Float.NaN, 1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 3, 3);

    assertThat(x.adaptiveAvgPool2d(2, 2)).hasValues(NAN, 3, 5, 6);
    assertThat(x.upsampleBilinear(2).slice(2, 0, 1)).hasValues(NAN, NAN, NAN, 1.25, 1.75, 2);
  }

  /** Expected numbers: those of PyTorch in float64, which at scale 1 makes NaN of the infinity. */
  @ParameterizedTest
  @EnumSource
  void anInfinitePixelStaysAmongItsNeighbours(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.of(new double[] {1, INF, 3, 1, 2, 3}, 1, 1, 2, 3).requiresGrad(true);

    Tensor once = x.upsampleBilinear(1);
    once.backward(Tensor.ones(1, 1, 2, 3).to(DataType.DOUBLE));

    assertThat(once).hasValues(1, INF, 3, 1, 2, 3);
    assertThat(x.grad()).hasValues(1, 1, 1, 1, 1, 1);
    assertThat(x.upsampleBilinear(2).slice(2, 0, 1)).hasValues(NAN, INF, INF, INF, INF, 3);
    assertThat(x.upsampleBilinear(2).slice(2, 3, 4)).hasValues(1, 1.25, 1.75, 2.25, 2.75, 3);
    assertThat(x.upsampleBilinear(3).slice(2, 0, 1))
        .hasValues(NAN, NAN, INF, INF, INF, INF, INF, 3, 3);
  }

  @ParameterizedTest
  @EnumSource
  void softmaxAlongTheChannelsOfImagesSumsToOne(KernelSet kernels) {
    kernels.use();
    Tensor x = Tensor.randn(7, 10, 5, 9);

    Tensor sums = x.softmax(1).sum(1);

    assertThat(sums).within(1e-5).isCloseTo(Tensor.ones(7, 5, 9));
  }
}
