package ai.miniai.tensor;

import static ai.miniai.tensor.GradientCheck.positive;
import static ai.miniai.tensor.GradientCheck.values;
import static ai.miniai.tensor.TensorAssert.assertThat;

import ai.miniai.array.Layout;
import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Moments;
import ai.miniai.kernels.PortableKernels;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import ai.miniai.kernels.onednn.OneDnnKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Batch normalisation, ReLU and convolutions of the processor's kernels against the portable ones,
 * in float32 and float64.
 */
class KernelAgreementTest {
  private static final double EPS = 1e-5;

  private final Kernels cpu = new CpuKernels();
  private final Kernels portable = new PortableKernels();

  /** Fewer values than a block, more than a part, rows longer than a block, one row, one column. */
  @ParameterizedTest
  @CsvSource({"3, 5", "2, 1", "1000, 7", "40000, 8", "5, 3001", "70001, 1", "1, 4", "300, 512"})
  void batchNormalisationIsTheSame(int rows, int channels) {
    INDArray x = values(0, 3, rows, channels).addi(2);
    INDArray gradient = values(0, 1, rows, channels);
    INDArray weight = values(0.1, 2, channels);
    INDArray bias = values(0.1, 1, channels);
    Moments exact = portable.moments(x);

    for (Kernels kernels : new Kernels[] {cpu, portable}) {
      Moments moments = kernels.moments(inFloat(x));
      INDArray out = Layout.emptyLike(inFloat(x));
      kernels.batchNorm(inFloat(x), inFloat(exact), inFloat(weight), inFloat(bias), EPS, out);

      agree(moments.mean(), exact.mean());
      agree(moments.variance(), exact.variance());
      agree(out, normalised(x, exact, weight, bias));
      for (boolean own : new boolean[] {false, true}) {
        Kernels.NormGradients expected =
            portable.batchNormBackward(x, gradient, exact, weight, EPS, own, Kernels.Wanted.ALL);
        Kernels.NormGradients actual =
            kernels.batchNormBackward(
                inFloat(x),
                inFloat(gradient),
                inFloat(exact),
                inFloat(weight),
                EPS,
                own,
                Kernels.Wanted.ALL);
        double largest = expected.weight().amaxNumber().doubleValue();
        agree(actual.weight().div(largest), expected.weight().div(largest));
        largest = expected.bias().amaxNumber().doubleValue();
        agree(actual.bias().div(largest), expected.bias().div(largest));
        if (rows > 2) { // of two rows, the gradient is the difference of equal numbers
          agree(actual.input(), expected.input());
        }
      }
    }
  }

  private INDArray normalised(INDArray x, Moments moments, INDArray weight, INDArray bias) {
    INDArray out = Layout.emptyLike(x);
    portable.batchNorm(x, moments, weight, bias, EPS, out);
    return out;
  }

  /** The mean is 1,000 deviations away, and the first value 100. */
  @Test
  void aLargeMeanAndAnOutlierCostNoPrecision() {
    Random random = new Random(1);
    double[] values = random.doubles(100_000, 999, 1001).map(v -> (float) v).toArray();
    values[0] = 1100;
    INDArray x = Nd4j.createFromArray(values).reshape('c', 50_000, 2);
    Moments exact = portable.moments(x);

    for (Kernels kernels : new Kernels[] {cpu, portable}) {
      Moments moments = kernels.moments(x.castTo(DataType.FLOAT));

      assertThat(Tensor.wrap(moments.mean())).within(1e-6).hasValues(exact.mean().toDoubleVector());
      assertThat(Tensor.wrap(moments.variance()))
          .within(1e-4)
          .hasValues(exact.variance().toDoubleVector());
    }
  }

  @Test
  void equalValuesHaveVarianceZero() {
    INDArray x = Nd4j.valueArrayOf(new long[] {100_000, 3}, 0.1f, DataType.FLOAT);

    assertThat(Tensor.wrap(cpu.moments(x).variance())).within(0).hasValues(0, 0, 0);
    assertThat(Tensor.wrap(portable.moments(x).variance())).within(1e-12).hasValues(0, 0, 0);
  }

  @Test
  void plainJavaGivesTheSameBitsEachTime() {
    INDArray x = inFloat(values(0, 3, 50_000, 8));
    Moments first = cpu.moments(x);

    for (int i = 0; i < 5; i++) {
      Moments again = cpu.moments(x);
      assertThat(Tensor.wrap(again.mean())).isIdenticalTo(Tensor.wrap(first.mean()));
      assertThat(Tensor.wrap(again.variance())).isIdenticalTo(Tensor.wrap(first.variance()));
    }
  }

  @Test
  void whatIsNotANumberStaysInItsChannel() {
    INDArray x = Nd4j.createFromArray(new float[][] {{Float.NaN, 1}, {2, 3}});

    for (Kernels kernels : new Kernels[] {cpu, portable}) {
      Moments moments = kernels.moments(x);
      assertThat(Tensor.wrap(moments.mean())).hasValues(Double.NaN, 2);
      assertThat(Tensor.wrap(moments.variance())).hasValues(Double.NaN, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.4, Infinity",
    "0, 0, Infinity",
    "0.1, 0.4, 1.5",
    "1, 0.5, 0",
    "3, -1, Infinity",
    "-0.5, 0.2, 1"
  })
  void theGeneralReluIsTheSame(double leak, double sub, double max) {
    INDArray x = values(0, 3, 70_001);
    x.putScalar(0, 0)
        .putScalar(1, -0.0)
        .putScalar(2, 1e-45)
        .putScalar(3, -1e-45)
        .putScalar(4, 1e30);
    INDArray gradient = values(0, 1, 70_001);
    INDArray expected = x.dup();
    INDArray expectedBackward = x.dup();
    portable.generalRelu(x, leak, sub, max, expected);
    portable.generalReluBackward(x, gradient, leak, sub, max, expectedBackward);

    for (Kernels kernels : new Kernels[] {cpu, portable}) {
      INDArray y = inFloat(x).dup();
      INDArray backward = inFloat(x).dup();
      kernels.generalRelu(inFloat(x), leak, sub, max, y);
      kernels.generalReluBackward(inFloat(x), inFloat(gradient), leak, sub, max, backward);

      agree(y, expected);
      agree(backward, expectedBackward);
    }
  }

  @Test
  void theGeneralReluRunsOverPartOfAnArray() {
    INDArray x = inFloat(positive(0.1, 1, 10)).negi();
    INDArray part = x.get(NDArrayIndex.interval(4, 7));
    INDArray out = Layout.emptyLike(part);

    cpu.generalRelu(part, 0.5, 1, Double.POSITIVE_INFINITY, out);

    agree(out, part.mul(0.5).subi(1));
  }

  /**
   * Batch, channels, height, width, filters, kernel, stride, padding and dilation for both sides,
   * groups. Large enough for several parts, and with channels that do not fill a vector.
   */
  @ParameterizedTest
  @CsvSource({
    "9, 32, 14, 13, 32, 3, 3, 1, 1, 1, 1, 2, 2, 1",
    "8, 32, 28, 28, 32, 3, 3, 1, 1, 1, 1, 1, 1, 32",
    "7, 20, 15, 9, 40, 3, 5, 2, 1, 1, 2, 1, 1, 20",
    "5, 24, 11, 12, 36, 3, 3, 1, 2, 2, 0, 2, 3, 4",
    "6, 48, 1, 130, 40, 1, 5, 1, 1, 0, 2, 1, 1, 1",
    "4, 33, 1, 70, 33, 1, 4, 1, 3, 0, 9, 1, 3, 33"
  })
  void convolutionsAreTheSame(
      int batch,
      int in,
      int height,
      int width,
      int out,
      int kh,
      int kw,
      int sh,
      int sw,
      int ph,
      int pw,
      int dh,
      int dw,
      int groups) {
    Window window = new Window(new WindowSide(kh, sh, ph, dh), new WindowSide(kw, sw, pw, dw));
    INDArray x = values(0, 1, batch, in, height, width);
    INDArray weight = values(0, 0.1, out, in / groups, kh, kw);
    INDArray bias = values(0, 1, out);
    INDArray expected = portable.conv2d(x, weight, bias, window, true);
    INDArray gradient = values(0, 0.1, expected.shape());
    Kernels.ConvGradients gradients =
        portable.conv2dBackward(x, weight, gradient, window, Kernels.Wanted.ALL);

    for (Kernels kernels : new Kernels[] {new OneDnnKernels(), cpu, portable}) {
      Kernels.ConvGradients actual =
          kernels.conv2dBackward(
              inFloat(x), inFloat(weight), inFloat(gradient), window, Kernels.Wanted.ALL);

      agree(kernels.conv2d(inFloat(x), inFloat(weight), inFloat(bias), window, true), expected);
      agree(actual.input(), gradients.input());
      agree(actual.weight(), gradients.weight());
      agree(actual.bias(), gradients.bias());
    }
  }

  private static Moments inFloat(Moments moments) {
    return new Moments(inFloat(moments.mean()), inFloat(moments.variance()));
  }

  private static INDArray inFloat(INDArray x) {
    return x.castTo(DataType.FLOAT);
  }

  private static void agree(INDArray actual, INDArray expected) {
    assertThat(Tensor.wrap(actual))
        .hasShape(expected.shape())
        .hasType(DataType.FLOAT)
        .within(2e-5)
        .hasValues(Tensor.wrap(expected).toDoubles());
  }
}
