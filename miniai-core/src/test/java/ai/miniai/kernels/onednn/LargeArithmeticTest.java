package ai.miniai.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.miniai.array.Team;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arithmetic of arrays so large that oneDNN computes it: bit for bit as Java, except for sums. */
class LargeArithmeticTest {
  private static final float[] ODD = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, -0f, Float.MAX_VALUE
  };

  private final Kernels kernels = new OneDnnKernels();

  @ParameterizedTest
  @CsvSource({
    "20001, 20001",
    "20001, 1",
    "640x49, 640x49",
    "640x49, 49",
    "641x49, 49",
    "641x7, 7",
    "512x64, 512x1",
    "513x65, 513x1",
    "999x33, 999x1",
    "6x400x9, 400x9",
    "6x4096x2, 6x1x2",
    "5x1200x7, 5x1x7",
    "3x70x99, 3x70x1",
    "2x3x64x65, 2x1x64x65",
    "2x3x64x65, 1x3x1x1",
    "2x3x64x65, 2x3x1x65",
    "2x2x2x2x2x2x4097, 2x1x2x1x2x1x1",
    "1x20000x1, 1x1x1",
  })
  void everyRepetitionIsThatOfPlainJava(String full, String repeated) {
    INDArray a = values(1, full);
    INDArray b = values(2, repeated);
    for (Arithmetic op : Arithmetic.values()) {
      check(op, a, b, kernels.arithmetic(op, a, b));
      check(op, b, a, kernels.arithmetic(op, b, a));
    }
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void channelsMayBeTheLastInMemory(Arithmetic op) {
    INDArray a = values(1, "8x14x14x16").permute(0, 3, 1, 2);
    for (String repeated : new String[] {"16x1x1", "8x16x1x1", "14x14", "8x1x14x14"}) {
      INDArray b = values(2, repeated);

      INDArray result = kernels.arithmetic(op, a, b);

      check(op, a, b, result);
      assertThat(result.stride()).as("strides with %s", repeated).isEqualTo(a.stride());
    }
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void theResultMayReplaceAnOperand(Arithmetic op) {
    INDArray a = values(1, "30007");
    INDArray b = values(2, "30007");
    INDArray first = a.dup();
    INDArray second = b.dup();

    kernels.arithmetic(op, first, b, first);
    kernels.arithmetic(op, a, second, second);

    check(op, a, b, first);
    check(op, a, b, second);
  }

  @Test
  void manyThreadsAtOnceComputeTheSame() {
    INDArray a = values(1, "5x1200x7");
    INDArray b = values(2, "5x1x7");
    INDArray expected = kernels.arithmetic(Arithmetic.MULTIPLY, a, b);

    IntStream.range(0, 4 * Team.SIZE)
        .parallel()
        .forEach(
            i ->
                assertThat(kernels.arithmetic(Arithmetic.MULTIPLY, a, b).toString())
                    .isEqualTo(expected.toString()));
  }

  @ParameterizedTest
  @CsvSource({"20001", "16384", "600001"})
  void reluKeepsNanAndInfinity(String length) {
    INDArray x = values(1, length);
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, x.length());

    kernels.relu(x, y);

    for (int i = 0; i < x.length(); i++) {
      float v = x.getFloat(i);
      Float expected = Math.max(v, 0) + 0f;
      assertThat(Float.valueOf(y.getFloat(i) + 0f))
          .as("of %s, number %s", v, i)
          .isEqualTo(expected);
    }
  }

  /** Every block of the one gradient has an infinite value, and none of the other. */
  @ParameterizedTest
  @CsvSource({"20001, true", "16384, true", "200003, true", "20001, false", "200003, false"})
  void theGradientOfReluPassesNanAndStopsInfinity(String length, boolean odd) {
    INDArray x = values(1, length);
    INDArray gradient = odd ? values(3, length) : Nd4j.randn('c', x.length());
    INDArray slopes = Nd4j.createUninitialized(DataType.FLOAT, x.length());
    INDArray inPlace = gradient.dup();

    kernels.reluBackward(x, gradient, slopes);
    kernels.reluBackward(x, inPlace, inPlace);

    for (int i = 0; i < x.length(); i++) {
      float v = x.getFloat(i);
      Float expected = v <= 0 ? 0f : gradient.getFloat(i) + 0f;
      assertThat(Float.valueOf(slopes.getFloat(i) + 0f))
          .as("of %s, number %s", v, i)
          .isEqualTo(expected);
    }
    assertThat(inPlace.toFloatVector()).as("in place").isEqualTo(slopes.toFloatVector());
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.3f, 0.999f, 1, 1e-9f, 1.7f, -0.3f, -2})
  void theGradientOfLeakyReluIsThatOfPlainJava(float leak) {
    INDArray x = values(1, "600001");
    INDArray gradient = values(3, "600001");
    INDArray slopes = gradient.dup();

    kernels.generalReluBackward(x, slopes, leak, 0, Double.POSITIVE_INFINITY, slopes);

    float[] expected = gradient.toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= x.getFloat(i) > 0 ? 1 : leak;
    }
    assertThat(slopes.toFloatVector()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"600x31", "600x32", "129x128", "100x1000", "9x4096", "70x257", "1x20001"})
  void sumsOfRowsAreThoseOfFloat64(String shape) {
    INDArray x = values(1, shape);
    long columns = x.size(1);

    float[] sums = kernels.sum(x, 1).data().asFloat();
    INDArray tenths = kernels.sum(Nd4j.valueArrayOf(x.shape(), 0.1f, DataType.FLOAT), 1);

    float[] values = x.data().asFloat();
    for (int row = 0; row < x.size(0); row++) {
      double expected = 0;
      for (int c = 0; c < columns; c++) {
        expected += values[(int) (row * columns + c)];
      }
      if (!Double.isFinite(expected)) {
        assertThat(Double.toString(sums[row])).isEqualTo(Double.toString(expected));
      } else {
        assertThat((double) sums[row])
            .isCloseTo(expected, offset(2e-4 + 1e-6 * Math.abs(expected)));
      }
      assertThat(tenths.getDouble(row)).isCloseTo(0.1f * (double) columns, withPercentage(5e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"16384", "16385", "20001", "69633", "1000003"})
  void theSumOfAllIsThatOfFloat64(String length) {
    INDArray x = Nd4j.valueArrayOf(new long[] {Long.parseLong(length)}, 0.1f, DataType.FLOAT);

    double sum = kernels.sum(x, 0).getDouble();
    x.putScalar(x.length() - 1, Float.NaN);

    assertThat(sum).isCloseTo(0.1f * (double) x.length(), withPercentage(2e-5));
    assertThat(kernels.sum(x, 0).getDouble()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0.5", "0, 6", "-0.0, 0.5", "1, 1", "-Infinity, 0", "-3, Infinity"})
  void limitsAreThoseOfPlainJava(double min, double max) {
    INDArray x = values(1, "20001");
    INDArray y = x.dup();
    INDArray gradient = values(3, "20001");
    INDArray slopes = gradient.dup();

    kernels.clamp(x, min, max, y);
    kernels.clampBackward(x, y, slopes, slopes);

    for (int i = 0; i < x.length(); i++) {
      float v = x.getFloat(i);
      Float expected = Math.min(Math.max(v, (float) min), (float) max) + 0f;
      assertThat(Float.valueOf(y.getFloat(i) + 0f)).as("of %s", v).isEqualTo(expected);
      Float slope = v >= (float) min && v <= (float) max ? gradient.getFloat(i) : 0f;
      assertThat(Float.valueOf(slopes.getFloat(i))).as("the gradient at %s", v).isEqualTo(slope);
    }
  }

  private static void check(Arithmetic op, INDArray a, INDArray b, INDArray result) {
    float[] x = repeated(a, result.shape());
    float[] y = repeated(b, result.shape());
    float[] z = result.dup('c').data().asFloat();
    for (int i = 0; i < z.length; i++) {
      Float expected =
          switch (op) {
            case ADD -> x[i] + y[i];
            case SUBTRACT -> x[i] - y[i];
            case MULTIPLY -> x[i] * y[i];
            case DIVIDE -> x[i] / y[i];
          };
      if (!expected.equals(z[i])) { // asserting each of them takes long
        assertThat(Float.valueOf(z[i]))
            .as("%s of %s and %s, number %s", op, x[i], y[i], i)
            .isEqualTo(expected);
      }
    }
  }

  /** By the rules of broadcasting, one value after the other. */
  private static float[] repeated(INDArray x, long... shape) {
    float[] from = x.dup('c').data().asFloat();
    int missing = shape.length - x.rank();
    float[] to = new float[(int) Arrays.stream(shape).reduce(1, (p, q) -> p * q)];
    for (int i = 0; i < to.length; i++) {
      int rest = i;
      int at = 0;
      int step = 1;
      for (int d = shape.length - 1; d >= missing; d--) {
        at += x.size(d - missing) == 1 ? 0 : (int) (rest % shape[d]) * step;
        step *= (int) x.size(d - missing);
        rest /= (int) shape[d];
      }
      to[i] = from[at];
    }
    return to;
  }

  private static INDArray values(int seed, String shape) {
    long[] sizes = Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
    Random random = new Random(seed);
    float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          values.length > 1000 && i % 97 == 0
              ? ODD[i / 97 % ODD.length]
              : (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape('c', sizes);
  }
}
