package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.array.Shapes;
import ai.miniai.kernels.KernelChoice;
import ai.miniai.random.Seed;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Values that PyTorch 1.13 gives for the same input. */
class FunctionValuesTest {
  private final Tensor x = Tensor.of(new double[] {-2, -.5, 0, .3, 1, 4}, 2, 3);

  @Test
  void activations() {
    assertThat(x.relu()).hasValues(0, 0, 0, .3, 1, 4);
    assertThat(x.leakyRelu(0.1)).hasValues(-.2, -.05, 0, .3, 1, 4);
    assertThat(x.gelu())
        .hasValues(-0.0455002639, -0.154268769, 0.0, 0.185373427, 0.841344746, 3.99987332);
    assertThat(x.geluTanh())
        .hasValues(-0.0454023059, -0.15428599, 0, 0.185370932, 0.841191991, 3.99992975);
    assertThat(x.silu())
        .hasValues(-0.238405844, -0.188770334, 0, 0.172332763, 0.731058579, 3.92805516);
    assertThat(x.sigmoid())
        .hasValues(0.119202922, 0.377540669, 0.5, 0.574442517, 0.731058579, 0.98201379);
    assertThat(x.tanh())
        .hasValues(-0.96402758, -0.462117157, 0.0, 0.291312612, 0.761594156, 0.9993293);
  }

  @Test
  void theDeviationOfEqualValuesHasNoGradient() {
    Tensor equal = Tensor.of(new double[] {3, 3, 3, 1, 2, 3}, 2, 3).requiresGrad(true);
    equal.std(1).sum().backward();
    assertThat(equal.grad()).hasValues(0, 0, 0, -0.5, 0, 0.5);
  }

  @Test
  void powersAndTheirKin() {
    assertThat(x.exp()).hasValues(0.135335283, 0.60653066, 1.0, 1.34985881, 2.71828183, 54.59815);
    assertThat(x.pow(3)).hasValues(-8.0, -0.125, 0.0, 0.027, 1.0, 64.0);
    assertThat(x.square()).hasValues(4, .25, 0, .09, 1, 16);
    assertThat(x.abs().sqrt()).hasValues(1.41421356, .707106781, 0, .547722558, 1, 2);
    assertThat(x.clamp(-1, 0.5)).hasValues(-1, -.5, 0, .3, .5, .5);
  }

  @Test
  void softmaxAlongEachDimension() {
    assertThat(x.softmax(1))
        .hasValues(0.0776955791, 0.348207428, 0.574096993, 0.0230091044, 0.0463346463, 0.930656249);
    assertThat(x.logSoftmax(0))
        .hasValues(
            -2.39554546, -1.70141328, -4.01814993, -0.0955454646, -0.201413278, -0.0181499279);
  }

  @Test
  void logSoftmaxOfFarLogitsIsNotInfinite() {
    assertThat(Tensor.of(new float[] {1000, -1000}, 1, 2).logSoftmax(1)).hasValues(0, -2000);
  }

  @Test
  void reductions() {
    assertThat(x.sum()).hasShape().hasValues(2.8);
    assertThat(x.mean(0)).hasShape(3).hasValues(-.85, .25, 2);
    assertThat(x.mean(new int[] {1}, true)).hasShape(2, 1).hasValues(-2.5 / 3, 5.3 / 3);
    assertThat(x.var()).hasValues(4.00666667);
    assertThat(x.var(0)).hasValues(2.645, 1.125, 8.0);
    assertThat(x.std(1)).hasValues(1.040833, 1.9655364);
    assertThat(x.max()).hasValues(4);
    assertThat(x.max(1)).hasShape(2).hasValues(0, 4);
    assertThat(x.max(new int[] {0}, true)).hasShape(1, 3).hasValues(.3, 1, 4);
    assertThat(x.argmax(1)).hasType(DataType.INT64).hasValues(2, 2);
  }

  @Test
  void theVarianceOfOneValueIsNotANumber() {
    assertThat(Tensor.ones(1, 3).var(0)).hasValues(Double.NaN, Double.NaN, Double.NaN);
  }

  /** ND4J's own sum makes 2²⁵ of this, and of 0.1 sixteen million times 6% too much. */
  @Test
  void sumsOfManyFloatsStayAccurate() {
    assertThat(Tensor.ones(1 << 26).sum()).hasValues(1 << 26);
    Tensor tenths = Tensor.full(0.1, 1 << 10, 1 << 2, 1 << 12);
    assertThat(tenths.mean()).hasValues(0.1);
    assertThat(tenths.mean(0, 2)).hasValues(.1, .1, .1, .1);
    assertThat(tenths.reshape(1 << 22, 4).mean(0)).hasValues(.1, .1, .1, .1);
  }

  @Test
  void losses() {
    assertThat(x.crossEntropy(Tensor.of(2, 0))).hasShape().hasValues(2.163411108);
    assertThat(x.crossEntropy(Tensor.of(new double[] {.2, .3, .5, .1, 0, .9}, 2, 3)))
        .hasValues(0.773411108);
    assertThat(x.mse(Tensor.of(new double[6], 2, 3))).hasValues(3.55666667);
  }

  @Test
  void crossEntropyOfFarLogitsIsNotInfinite() {
    Tensor logits = Tensor.of(new float[] {1000, -1000, 0, 90}, 2, 2).requiresGrad(true);

    Tensor loss = logits.crossEntropy(Tensor.of(1, 0));
    loss.backward();

    assertThat(loss).hasValues(1045);
    assertThat(logits.grad()).hasValues(.5, -.5, -.5, .5);
  }

  @Test
  void images() {
    double[] pixels = new double[18];
    double[] filters = new double[16];
    java.util.Arrays.setAll(pixels, i -> i + 1);
    java.util.Arrays.setAll(filters, i -> (i - 4) / 4.0);
    Tensor image = Tensor.of(pixels, 1, 2, 3, 3);
    Tensor weight = Tensor.of(filters, 2, 2, 2, 2);

    assertThat(image.conv2d(weight, Tensor.of(new double[] {.5, -1}, 2), 2, 1))
        .hasShape(1, 2, 2, 2)
        .hasValues(7.75, 13.25, 11.0, 10.5, 28.25, 67.75, 89.5, 193.0);
    assertThat(image.neg().maxPool2d(2, 2, 1))
        .hasValues(-1.0, -2.0, -4.0, -5.0, -10.0, -11.0, -13.0, -14.0);
    assertThat(image.avgPool2d(2, 2, 1)).hasValues(0.25, 1.25, 2.75, 7.0, 2.5, 5.75, 7.25, 16.0);
  }

  @Test
  void shapes() {
    Tensor y = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 1, 3);

    assertThat(y.squeeze(1)).hasShape(2, 3).hasValues(1, 2, 3, 4, 5, 6);
    assertThat(y.squeeze(0)).hasShape(2, 1, 3);
    assertThat(y.unsqueeze(-1)).hasShape(2, 1, 3, 1);
    assertThat(y.select(0, -1)).hasShape(1, 3).hasValues(4, 5, 6);
    assertThat(y.select(2, 0)).hasShape(2, 1).hasValues(1, 4);
    assertThat(y.slice(2, 1, 3)).hasShape(2, 1, 2).hasValues(2, 3, 5, 6);
    assertThat(y.transpose(0, 2)).hasShape(3, 1, 2).hasValues(1, 4, 2, 5, 3, 6);
    assertThat(y.flatten(1)).hasShape(2, 3);
    assertThat(Tensor.concat(-1, y, y))
        .hasShape(2, 1, 6)
        .hasValues(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  @Test
  void newTensors() {
    assertThat(Tensor.full(2.5, 2, 1)).hasShape(2, 1).hasType(DataType.FLOAT).hasValues(2.5, 2.5);
    assertThat(Tensor.scalar(3)).hasShape().hasValues(3);
    assertThat(Tensor.of(new float[] {1, 2}, 2)).hasType(DataType.FLOAT);
    assertThat(Tensor.of(new double[] {1, 2}, 2)).hasType(DataType.DOUBLE);
    assertThat(Tensor.of(1, 2)).hasType(DataType.INT64);
  }

  /** torch.manual_seed(1); torch.rand(3); torch.randn(3). */
  @Test
  void randomTensorsComeFromTheSeed() {
    Seed.set(1);
    assertThat(Tensor.rand(3)).hasValues(0.7576315999, 0.2793108225, 0.4030686617);
    assertThat(Tensor.randn(2, 2)).hasShape(2, 2);
  }

  @Test
  void castsCarryGradientsBackInTheOldType() {
    Tensor y = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);

    Tensor sum = y.to(DataType.DOUBLE).square().sum();
    sum.backward();

    assertThat(sum).hasType(DataType.DOUBLE);
    assertThat(y.grad()).hasType(DataType.FLOAT).hasValues(2, 4);
    assertThat(x.to(DataType.INT64)).hasType(DataType.INT64).hasValues(-2, 0, 0, 0, 1, 4);
  }

  @Test
  void arithmeticBroadcastsWhateverTheRanks() {
    long[][] shapes = {{}, {1}, {3}, {1, 1}, {1, 3}, {3, 1}, {1, 1, 1}, {2, 1, 3}, {1, 1, 1, 1}};
    for (long[] a : shapes) {
      for (long[] b : shapes) {
        Tensor x = Tensor.full(2, a);
        Tensor y = Tensor.full(4, b);

        for (Tensor result : List.of(x.plus(y), x.minus(y), x.times(y), x.div(y))) {
          assertThat(result).hasShape(Shapes.broadcast(a, b));
        }
        assertThat(x.minus(y)).isCloseTo(Tensor.full(-2, Shapes.broadcast(a, b)));
      }
    }
  }

  @Test
  void oneNumberInTheMiddleHasNoDimensionsIfAsked() {
    Tensor one = Tensor.randn(3, 3).slice(0, 1, 2).slice(1, 1, 2).transpose(0, 1);

    assertThat(one.reshape()).hasShape().hasValues(one.item());
  }

  @Test
  void aSliceOfSlicesIsThatOfACopy() {
    Tensor x = Tensor.randn(72, 4);
    Tensor view = x.slice(0, 1, 71).slice(1, 1, 3);
    Tensor copy = view.plus(0);

    for (int from = 0; from < 70; from++) {
      assertThat(view.slice(0, from, from + 1)).isIdenticalTo(copy.slice(0, from, from + 1));
    }
  }

  /** ND4J's own is wrong by a percent there. */
  @ParameterizedTest
  @EnumSource
  void theTangentOfSmallAndLargeNumbersIsExact(KernelSet kernels) {
    kernels.use();
    double[] values = {1e-6, -1e-6, 1e-8, 3e-4, -.02, .1, -.5, 2, -7.8, 9, 40, -1e30, 0};
    Tensor result = Tensor.of(values, values.length).to(DataType.FLOAT).tanh();

    for (int i = 0; i < values.length; i++) {
      double expected = Math.tanh((float) values[i]);
      Assertions.assertThat(result.toDoubles()[i])
          .isCloseTo(expected, within(4e-7 * Math.abs(expected)));
    }
    assertThat(Tensor.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 2).tanh())
        .hasValues(Double.NaN, 1);
    KernelChoice.use(KernelChoice.CHOSEN);
  }
}
