package ai.miniai.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Types and values of results against PyTorch's, which number_types.py has written down. */
class NumberTypesTest {
  private static final ImmutableMap<String, DataType> TYPES =
      ImmutableMap.<String, DataType>builder()
          .put("bool", DataType.BOOL)
          .put("uint8", DataType.UINT8)
          .put("int8", DataType.INT8)
          .put("int16", DataType.INT16)
          .put("int32", DataType.INT32)
          .put("int64", DataType.INT64)
          .put("float16", DataType.FLOAT16)
          .put("bfloat16", DataType.BFLOAT16)
          .put("float32", DataType.FLOAT)
          .put("float64", DataType.DOUBLE)
          .buildOrThrow();

  private static final ImmutableMap<DataType, Double> TOLERANCES =
      ImmutableMap.of(
          DataType.FLOAT16,
          0x1p-10,
          DataType.BFLOAT16,
          0x1p-7,
          DataType.FLOAT,
          1e-5,
          DataType.DOUBLE,
          1e-12);

  private static final long[] A = {0, 1, 5, 100};
  private static final long[] B = {2, 3, 120, 7};

  private static final ImmutableMap<String, UnaryOperator<Tensor>> UNARY =
      ImmutableMap.<String, UnaryOperator<Tensor>>builder()
          .put("plus(0.5)", x -> x.plus(0.5))
          .put("plus(100)", x -> x.plus(100))
          .put("minus(0.5)", x -> x.minus(0.5))
          .put("minus(1)", x -> x.minus(1))
          .put("times(0.5)", x -> x.times(0.5))
          .put("times(3)", x -> x.times(3))
          .put("div(2)", x -> x.div(2))
          .put("neg", Tensor::neg)
          .put("pow(2.0)", x -> x.pow(2.0))
          .put("pow(0.5)", x -> x.pow(0.5))
          .put("pow(3)", x -> x.pow(3))
          .put("pow(-1)", x -> x.pow(-1))
          .put("pow(0)", x -> x.pow(0))
          .put("square", Tensor::square)
          .put("clamp(0.5, 2.5)", x -> x.clamp(0.5, 2.5))
          .put("clamp(1, 5)", x -> x.clamp(1, 5))
          .put("exp", Tensor::exp)
          .put("log", Tensor::log)
          .put("sqrt", Tensor::sqrt)
          .put("abs", Tensor::abs)
          .put("relu", Tensor::relu)
          .put("leakyRelu", x -> x.leakyRelu(0.1))
          .put("gelu", Tensor::gelu)
          .put("geluTanh", Tensor::geluTanh)
          .put("silu", Tensor::silu)
          .put("sigmoid", Tensor::sigmoid)
          .put("tanh", Tensor::tanh)
          .put("softmax", x -> x.softmax(0))
          .put("logSoftmax", x -> x.logSoftmax(0))
          .put("dropout", x -> x.dropout(0.5).times(0))
          .put("sum", x -> x.sum())
          .put("sum(0)", x -> x.reshape(2, 2).sum(0))
          .put("mean", x -> x.mean())
          .put("mean(1)", x -> x.reshape(2, 2).mean(1))
          .put("max", x -> x.max())
          .put("max(0)", x -> x.reshape(2, 2).max(0))
          .put("var", x -> x.var())
          .put("std", x -> x.std())
          .put("argmax", x -> x.argmax(0))
          .put("reshape", x -> x.reshape(2, 2))
          .put("transpose", x -> x.reshape(2, 2).transpose(0, 1))
          .put("slice", x -> x.slice(0, 1, 3))
          .put("select", x -> x.select(0, -1))
          .put("layerNorm", x -> x.layerNorm(new long[] {4}, null, null, 1e-5))
          .put("batchNorm", NumberTypesTest::batchNorm)
          .put("maxPool2d", x -> x.reshape(1, 1, 2, 2).maxPool2d(2, 2, 0))
          .put("upsampleBilinear", x -> x.reshape(1, 1, 2, 2).upsampleBilinear(2))
          .put("adaptiveAvgPool2d", x -> x.reshape(1, 1, 2, 2).adaptiveAvgPool2d(1, 1))
          .put("embedding", x -> Tensor.of(1, 0).embedding(x.reshape(2, 2)))
          .buildOrThrow();

  private static final ImmutableMap<String, BinaryOperator<Tensor>> BINARY =
      ImmutableMap.<String, BinaryOperator<Tensor>>builder()
          .put("plus", Tensor::plus)
          .put("minus", Tensor::minus)
          .put("times", Tensor::times)
          .put("div", Tensor::div)
          .put("concat", (a, b) -> Tensor.concat(0, a, b))
          .put("matmul", (a, b) -> a.reshape(2, 2).matmul(b.reshape(2, 2)))
          .put("linear", (a, b) -> a.reshape(2, 2).linear(b.reshape(2, 2), null))
          .put("mse", Tensor::mse)
          .buildOrThrow();

  private static Tensor batchNorm(Tensor x) {
    Tensor ones = Tensor.ones(1).to(x.dataType().isFPType() ? x.dataType() : DataType.FLOAT);
    return x.reshape(4, 1).batchNorm(ones, ones.times(0), 1e-5).output();
  }

  // ---------------------------------------------------------------- the table

  /** A function, what it is given, and PyTorch's result; a null type is an error. */
  private record Line(
      String function, String a, String b, @Nullable DataType type, List<Double> values) {
    static Line of(String text) {
      List<String> parts = Splitter.on(';').splitToList(text);
      List<Double> values =
          Splitter.on(' ')
              .omitEmptyStrings()
              .splitToStream(parts.get(4))
              .map(NumberTypesTest::number)
              .toList();
      return new Line(parts.get(0), parts.get(1), parts.get(2), TYPES.get(parts.get(3)), values);
    }

    Tensor compute() {
      BinaryOperator<Tensor> two = BINARY.get(function);
      return two != null
          ? two.apply(operand(A, 3, a), operand(B, 2, b))
          : UNARY.get(function).apply(operand(A, 3, a));
    }

    /** What differs, or null. */
    @Nullable String difference() {
      String head = function + " of " + a + " and " + b + ": ";
      Tensor result;
      try {
        result = compute();
      } catch (IllegalArgumentException e) {
        return type == null ? null : head + "expected " + type + " " + values + ", but " + e;
      }
      if (type != result.dataType()) {
        return head + "expected " + type + ", got " + result;
      }
      double tolerance = TOLERANCES.getOrDefault(type, 0.0);
      double[] got = result.toDoubles();
      boolean same = got.length == values.size();
      for (int i = 0; same && i < got.length; i++) {
        double wanted = values.get(i);
        same =
            Double.compare(got[i], wanted) == 0
                || Math.abs(got[i] - wanted) <= tolerance * Math.max(1e-2, Math.abs(wanted));
      }
      return same ? null : head + "expected " + values + ", got " + Arrays.toString(got);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  /** {@code values} as this type; with a 0 behind it, the single one at {@code place}. */
  private static Tensor operand(long[] values, int place, String type) {
    String name = type.replaceAll("(?<=[a-z](8|16|32|64)|bool)0$", "");
    DataType kind = TYPES.get(name);
    Tensor all = Tensor.of(values).to(kind);
    return name.equals(type) ? all : all.select(0, place);
  }

  static Stream<Arguments> functions() throws IOException {
    Map<String, List<Line>> lines =
        Resources.readLines(Resources.getResource(NumberTypesTest.class, "number_types.txt"), UTF_8)
            .stream()
            .map(Line::of)
            .collect(groupingBy(Line::function, LinkedHashMap::new, toList()));
    assertThat(lines.keySet()).containsAll(UNARY.keySet()).containsAll(BINARY.keySet());
    return lines.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void typesAndValuesArePyTorchs(String function, List<Line> lines) {
    List<String> differences = new ArrayList<>();
    for (Line line : lines) {
      boolean refused = function.equals("batchNorm") && line.a().endsWith("float16");
      String difference = refused ? null : line.difference();
      if (difference != null) {
        differences.add(difference);
      }
    }
    assertThat(differences).isEmpty();
  }

  // ---------------------------------------------------------------- beyond the table

  @Test
  void eachInputGetsItsGradientInItsOwnType() {
    for (DataType type : List.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT)) {
      // GIVEN
      Tensor a = Tensor.of(new double[] {1, 2}, 2).requiresGrad(true);
      Tensor b = Tensor.of(3, 5).to(type).requiresGrad(true);
      // WHEN
      a.times(b).plus(b.div(2)).plus(Tensor.of(1, 1)).sum().backward();
      // THEN
      assertThat(a.grad().dataType()).isEqualTo(DataType.DOUBLE);
      assertThat(a.grad().toDoubles()).containsExactly(3, 5);
      assertThat(b.grad().dataType()).isEqualTo(type);
      assertThat(b.grad().toDoubles()).containsExactly(1.5, 2.5);
    }
  }

  @Test
  void wholeNumbersAreExactBeyondFloat64() {
    long large = (1L << 53) + 1;
    Tensor x = Tensor.of(large, large - 1);
    assertThat(Host.readLongs(x.times(3).minus(1))).containsExactly(3 * large - 1, 3 * large - 4);
    assertThat(Host.readLongs(x.max())).containsExactly(large);
    assertThat(Host.readLongs(x.sum())).containsExactly(2 * large - 1);
    assertThat(x.argmax(0).item()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BOOL", "UBYTE", "BYTE", "SHORT", "INT", "LONG", "HALF", "BFLOAT16", "DOUBLE"})
  void everyTypeIsReadAsItIs(DataType type) {
    Tensor x = Tensor.of(1, 0, 1, 1).to(type).reshape(2, 2).transpose(0, 1);
    assertThat(x.toDoubles()).containsExactly(1, 1, 0, 1);
    assertThat(Host.readFloats(x)).containsExactly(1, 1, 0, 1);
    assertThat(Host.later(x).values()).containsExactly(1, 1, 0, 1);
    assertThat(x.select(0, 0).select(0, 1).item()).isEqualTo(1);
    assertThat(x.toString()).contains("[2, 2] " + type);
  }

  @Test
  void refusesTypesThatPyTorchHasNot() {
    assertThatThrownBy(() -> Tensor.wrap(Nd4j.createFromArray(1L).castTo(DataType.UINT32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not UINT32");
  }

  @Test
  void boundsThatDoNotFitTheTypeAreRefused() {
    assertThatThrownBy(() -> Tensor.of(200).to(DataType.UINT8).clamp(-1, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 is no bound for numbers of type UBYTE, which go from 0 to 255");
  }
}
