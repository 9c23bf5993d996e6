package ai.miniai.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.PortableKernels;
import ai.miniai.kernels.elementwise.ElementFunction;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays so large that oneDNN computes them, against the portable kernels in float64. */
class LargeArraysTest {
  private static final double EPS = 1e-5;

  private final Kernels kernels = new OneDnnKernels();
  private final Kernels portable = new PortableKernels();

  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void activationsAreThoseOfTheFormulas(ElementFunction function) {
    INDArray x = values(4, 40_003);
    INDArray gradient = values(1, 40_003);
    INDArray y = x.dup();
    portable.apply(function, x, y);
    INDArray slopes = x.dup();
    INDArray known = function.fromResult() ? y : x;
    portable.applyBackward(function, known, gradient, slopes);

    INDArray result = floats(x);
    kernels.apply(function, floats(x), result);
    INDArray overwritten = floats(gradient);
    kernels.applyBackward(function, floats(known), overwritten, overwritten);

    agree(result, y);
    agree(overwritten, slopes);
  }

  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void activationsOfNanAndInfinityAreThoseOfThePortableKernels(ElementFunction function) {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    INDArray x = floats(values(4, 40_003));
    for (int i = 0; i < 600; i++) {
      x.putScalar(i * 37L, odd[i % 3]);
    }
    INDArray expected = x.dup();
    portable.apply(function, x, expected);
    INDArray result = x.dup();
    kernels.apply(function, x, result);

    for (int i = 0; i < 600; i++) {
      assertThat(result.getFloat(i * 37L)).isEqualTo(Float.valueOf(expected.getFloat(i * 37L)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.1, 0.4", "2, 0", "0, 0.4", "-0.5, 0"})
  void leakyRelusAreThoseOfTheFormula(double leak, double sub) {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, -0f, 1e-45f};
    INDArray x = floats(values(4, 40_003));
    INDArray gradient = floats(values(1, 40_003));
    for (int i = 0; i < 600; i++) {
      x.putScalar(i * 37L, odd[i % odd.length]);
      gradient.putScalar(i * 61L, odd[i % odd.length]);
    }
    INDArray y = x.dup();
    kernels.generalRelu(x, leak, sub, Double.POSITIVE_INFINITY, y);
    INDArray slopes = gradient.dup();
    kernels.generalReluBackward(x, slopes, leak, sub, Double.POSITIVE_INFINITY, slopes);

    for (int i = 0; i < x.length(); i++) {
      float v = x.getFloat(i);
      float slope = v > 0 ? 1 : (float) leak;
      float below = leak == 0 && !Float.isNaN(v) ? 0 : v * slope;
      Float expected = (v > 0 ? v : below) - (float) sub + 0f; // no −0
      assertThat(Float.valueOf(y.getFloat(i) + 0f)).as("of %s", v).isEqualTo(expected);
      if (!Float.isNaN(v)) { // there the gradient may be that of either side
        Float expectedSlope = gradient.getFloat(i) * slope + 0f;
        assertThat(Float.valueOf(slopes.getFloat(i) + 0f))
            .as("the gradient at %s", v)
            .isEqualTo(expectedSlope);
      }
    }
  }

  @Test
  void theLogarithmOfTheSoftmaxOfOneValueIsZero() {
    INDArray x = floats(values(8, 40_000, 1));
    INDArray log = kernels.logSoftmax(x, 1);

    assertThat(log.amaxNumber().doubleValue()).isZero();
    INDArray slope = kernels.logSoftmaxBackward(log, floats(values(1, 40_000, 1)), 1);
    assertThat(slope.amaxNumber().doubleValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 37, 3, 1",
    "1000, 37, 3, 0",
    "1000, 37, 3, 2",
    "7, 5, 3001, 2",
    "1, 1, 9000, 2",
    "3, 1, 5000, 2"
  })
  void softmaxIsThatOfTheFormula(int a, int b, int c, int dim) {
    INDArray x = values(8, a, b, c);
    INDArray gradient = values(1, a, b, c);
    INDArray y = portable.softmax(x, dim);
    INDArray log = portable.logSoftmax(x, dim);

    agree(kernels.softmax(floats(x), dim), y);
    agree(kernels.logSoftmax(floats(x), dim), log);
    agree(
        kernels.softmaxBackward(floats(y), floats(gradient), dim),
        portable.softmaxBackward(y, gradient, dim));
    agree(
        kernels.logSoftmaxBackward(floats(log), floats(gradient), dim),
        portable.logSoftmaxBackward(log, gradient, dim));
  }

  /** Sums of exponentials that are moderate, that overflow, and that are 0, in one block. */
  @ParameterizedTest
  @CsvSource({"0, 1", "25, 1", "200, 1", "-200, 1", "-15, 1", "0, 60"})
  void softmaxOfFarValuesIsThatOfTheFormula(double middle, double scale) {
    INDArray x = values(scale, 400, 50);
    x.getRow(7).addi(middle);
    x.getRow(200).addi(middle);
    INDArray gradient = values(1, 400, 50);
    INDArray y = portable.softmax(x, 1);
    INDArray log = portable.logSoftmax(x, 1);

    agree(kernels.softmax(floats(x), 1), y);
    agree(kernels.logSoftmax(floats(x), 1), log);
    agree(
        kernels.logSoftmaxBackward(floats(log), floats(gradient), 1),
        portable.logSoftmaxBackward(log, gradient, 1));
  }

  @Test
  void theGradientOfLogSoftmaxKeepsNan() {
    INDArray y = kernels.logSoftmax(floats(values(1, 200, 50)), 1);
    INDArray gradient = floats(values(1, 200, 50));
    y.putScalar(7, 20, Float.NaN);
    y.putScalar(8, 20, Float.NEGATIVE_INFINITY);
    gradient.putScalar(9, 20, Float.NaN);

    INDArray slopes = kernels.logSoftmaxBackward(y, gradient, 1);

    assertThat(slopes.getFloat(7, 20)).isNaN();
    assertThat(slopes.getFloat(7, 21)).isFinite();
    assertThat(slopes.getFloat(8, 20)).isEqualTo(gradient.getFloat(8, 20));
    assertThat(slopes.getRow(9).toFloatVector()).containsOnly(Float.NaN);
  }

  @Test
  void softmaxOfARowWithNanIsNanEverywhere() {
    INDArray x = floats(values(1, 200, 50));
    x.putScalar(7, 20, Float.NaN);
    x.putScalar(9, 20, Float.POSITIVE_INFINITY);
    x.putScalar(11, 20, Float.NEGATIVE_INFINITY);

    INDArray y = kernels.softmax(x, 1);

    assertThat(y.getRow(7).toFloatVector()).containsOnly(Float.NaN);
    assertThat(y.getFloat(9, 20)).isNaN();
    assertThat(y.getFloat(11, 20)).isZero();
    assertThat(y.getRow(11).sumNumber().floatValue()).isBetween(0.99999f, 1.00001f);
    assertThat(kernels.logSoftmax(x, 1).getRow(7).toFloatVector()).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @CsvSource({"700, 64", "300, 100", "2, 8192", "131, 63"})
  void layerNormalisationIsThatOfTheFormula(int rows, int columns) {
    INDArray x = values(3, rows, 1, columns, 1).addi(2);
    INDArray gradient = values(1, rows, 1, columns, 1);
    INDArray weight = values(1, columns);
    INDArray bias = values(1, columns);
    Kernels.GroupNormalized exact = portable.groupNorm(x, weight, bias, EPS);

    Kernels.GroupNormalized y = kernels.groupNorm(floats(x), floats(weight), floats(bias), EPS);

    agree(y.output(), exact.output());
    for (Kernels.Wanted wanted :
        new Kernels.Wanted[] {Kernels.Wanted.ALL, Kernels.Wanted.INPUT, Kernels.Wanted.WEIGHT}) {
      Kernels.NormGradients expected =
          portable.groupNormBackward(x, gradient, exact.moments(), weight, EPS, wanted);
      Kernels.NormGradients actual =
          kernels.groupNormBackward(
              floats(x), floats(gradient), y.moments(), floats(weight), EPS, wanted);
      agreeIfWanted(actual.input(), expected.input());
      agreeIfWanted(actual.weight(), expected.weight());
      agreeIfWanted(actual.bias(), expected.bias());
    }
  }

  @Test
  void layerNormalisationOfARowWithNanIsNanEverywhere() {
    INDArray x = floats(values(1, 200, 1, 80, 1));
    x.putScalar(7 * 80 + 3, Float.NaN);
    x.putScalar(9 * 80 + 3, Float.POSITIVE_INFINITY);
    INDArray ones = Nd4j.ones(DataType.FLOAT, 80);

    INDArray y = kernels.groupNorm(x, ones, ones, EPS).output().reshape('c', 200, 80);

    assertThat(y.getRow(7).toFloatVector()).containsOnly(Float.NaN);
    assertThat(y.getRow(9).toFloatVector()).containsOnly(Float.NaN);
    assertThat(y.getRow(8).toFloatVector()).doesNotContain(Float.NaN);
  }

  private static void agreeIfWanted(@Nullable INDArray actual, @Nullable INDArray expected) {
    if (expected == null || actual == null) {
      assertThat(actual).isNull();
      assertThat(expected).isNull();
    } else {
      agree(actual, expected);
    }
  }

  private static INDArray values(double scale, long... shape) {
    Random random = new Random(1);
    INDArray x = Nd4j.createUninitialized(DataType.DOUBLE, shape);
    LongStream.range(0, x.length())
        .forEach(i -> x.putScalar(i, (float) (random.nextGaussian() * scale)));
    return x;
  }

  private static INDArray floats(INDArray x) {
    return x.castTo(DataType.FLOAT);
  }

  private static void agree(INDArray actual, INDArray expected) {
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(expected);
    INDArray relative = difference.div(expected.amaxNumber().doubleValue() + 1);
    assertThat(relative.amaxNumber().doubleValue()).isLessThan(5e-6);
  }
}
