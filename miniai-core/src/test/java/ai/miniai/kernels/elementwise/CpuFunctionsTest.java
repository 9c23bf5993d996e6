package ai.miniai.kernels.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Functions of float32 values against their formulas in float64. */
class CpuFunctionsTest {
  /** From −30 to 30, and powers of 2 from the smallest to the largest. */
  private static final float[] INPUTS = inputs();

  private static float[] inputs() {
    float[] x = new float[60_001 + 2 * 200];
    for (int i = 0; i <= 60_000; i++) {
      x[i] = (i - 30_000) / 1000f;
    }
    for (int i = 0; i < 200; i++) {
      x[60_001 + 2 * i] = (float) Math.pow(2, i - 100);
      x[60_002 + 2 * i] = -(float) Math.pow(2, i - 100);
    }
    return x;
  }

  @Test
  void theExponentialFunctionIsExactToTheLastDigits() {
    float[] x = new float[200_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 100_000) / 1000f;
    }
    float[] y = new float[x.length];

    new FloatExp().apply(x, y, x.length);

    for (int i = 0; i < x.length; i++) {
      double exact = Math.exp(x[i]);
      if (exact > Float.MAX_VALUE) {
        assertThat(y[i]).isInfinite();
      } else if (exact > 3e-38) {
        assertThat(y[i] / exact).isBetween(1 - 2e-7, 1 + 2e-7);
      } else {
        assertThat(y[i]).isBetween(0f, 3.1e-38f);
      }
    }
  }

  @Test
  void theExponentialFunctionKeepsNanAndKnowsInfinity() {
    float[] x = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0};
    new FloatExp().apply(x, x, 4);
    assertThat(x).containsExactly(Float.NaN, 0, Float.POSITIVE_INFINITY, 1);
  }

  /** An object is for one thread at a time, whichever thread made it. */
  @Test
  void objectsMadeByOneThreadMayBeUsedByOthers() {
    float[] x = new float[512];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.1f + i / 20f;
    }
    float[] exact = new float[x.length];
    new FloatExp().apply(x, exact, x.length);
    new FloatLog().apply(exact, exact, x.length);
    List<FloatExp> exps = List.of(new FloatExp(), new FloatExp());
    List<FloatLog> logs = List.of(new FloatLog(), new FloatLog());

    int[] wrong = new int[2];
    IntStream.range(0, 2)
        .mapToObj(
            i ->
                CompletableFuture.runAsync(
                    () -> wrong[i] = wrong(exps.get(i), logs.get(i), x, exact)))
        .toList()
        .forEach(CompletableFuture::join);

    assertThat(wrong).containsOnly(0);
  }

  private static int wrong(FloatExp exp, FloatLog log, float[] x, float[] exact) {
    float[] y = new float[x.length];
    int wrong = 0;
    for (int time = 0; time < 20_000; time++) {
      exp.apply(x, y, x.length);
      log.apply(y, y, x.length);
      wrong += Arrays.equals(y, exact) ? 0 : 1;
    }
    return wrong;
  }

  /** Relative to the result itself, far out on the negative side too. */
  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void valuesAreRelativelyExact(ElementFunction function) {
    float[] y = apply(function, INPUTS);

    for (int i = 0; i < INPUTS.length; i++) {
      double exact = formula(function).applyAsDouble(INPUTS[i]);
      if (!(Math.abs(exact) <= Float.MAX_VALUE)) {
        assertThat(Float.valueOf(y[i]))
            .as("%s(%s)", function, INPUTS[i])
            .isEqualTo(Float.valueOf((float) exact));
        continue;
      }
      // The argument of exp is rounded to float32, so its error grows with the argument.
      double error = 1e-6 + 3e-7 * Math.min(100, INPUTS[i] * INPUTS[i]);
      assertThat((double) y[i])
          .as("%s(%s)", function, INPUTS[i])
          .isBetween(
              exact - Math.abs(exact) * error - 1e-36, exact + Math.abs(exact) * error + 1e-36);
    }
  }

  /** The distance to the exact value in units in the last place, for logarithms near 0 too. */
  @Test
  void logarithmsAreExactToTheLastPlace() {
    Random random = new Random(1);
    float[] x = new float[200_000];
    for (int i = 0; i < x.length; i++) {
      double magnitude = Math.exp(random.nextDouble(-80, 60));
      x[i] = (float) (i % 2 == 0 ? magnitude : Math.max(-0.9999, random.nextGaussian() / 4));
    }
    float[] y = apply(ElementFunction.LOG1P, x);
    float[] sums = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      sums[i] = 1 + x[i];
    }
    float[] log = apply(ElementFunction.LOG, sums);

    for (int i = 0; i < x.length; i++) {
      float exact = (float) Math.log1p(x[i]);
      assertThat(Math.abs(y[i] - Math.log1p(x[i])))
          .as("log1p(%s)", x[i])
          .isLessThanOrEqualTo(1.5 * Math.ulp(exact));
      float exactLog = (float) Math.log(sums[i]);
      assertThat(Math.abs(log[i] - Math.log(sums[i])))
          .as("log(%s)", sums[i])
          .isLessThanOrEqualTo(1.5 * Math.ulp(exactLog));
    }
  }

  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void theResultMayTakeThePlaceOfTheArgument(ElementFunction function) {
    float[] x = {0.5f, -90, Float.NaN, 1e30f, 0, -1e4f, Float.NEGATIVE_INFINITY, 3, 9e3f};
    float[] y = new float[x.length];
    CpuFunctions.apply(function, x, y, x.length);
    float[] changed = x.clone();
    CpuFunctions.apply(function, changed, changed, x.length);
    assertThat(changed).containsExactly(y);
  }

  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void derivativesAreThoseOfTheFormula(ElementFunction function) {
    int first = switch (function) { // before, it is too steep
          case LOG1P -> 29_500;
          case LOG, SQRT, RECIPROCAL -> 30_500;
          default -> 0;
        };
    float[] x = Arrays.copyOfRange(INPUTS, first, 60_001);
    float[] slopes = differentiate(function, x);

    for (int i = 0; i < x.length; i++) {
      double h = 1e-4;
      DoubleUnaryOperator f = formula(function);
      double slope = (f.applyAsDouble(x[i] + h) - f.applyAsDouble(x[i] - h)) / (2 * h);
      double error = 4e-6 + (function == ElementFunction.EXP ? 1e-6 * slope : 0);
      assertThat((double) slopes[i])
          .as("%s'(%s)", function, x[i])
          .isBetween(2 * slope - error, 2 * slope + error);
    }
  }

  @ParameterizedTest
  @EnumSource(ElementFunction.class)
  void nanAndInfinityAreWhatThePortableKernelsMakeOfThem(ElementFunction function) {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    INDArray in = Nd4j.createFromArray(x);
    INDArray out = in.dup();
    PortableFunctions.apply(function, in, out);
    assertThat(apply(function, x)).containsExactly(out.toFloatVector());
  }

  @Test
  void nanHasNoSign() {
    assertThat(differentiate(ElementFunction.ABSOLUTE, Float.NaN, 0, -3)).containsExactly(0, 0, -2);
  }

  private static float[] apply(ElementFunction function, float... x) {
    INDArray in = Nd4j.createFromArray(x);
    INDArray out = Nd4j.createUninitialized(in.dataType(), in.shape());
    CpuFunctions.apply(function, in, out);
    return out.toFloatVector();
  }

  /** For gradients of 2. They are overwritten. */
  private static float[] differentiate(ElementFunction function, float... x) {
    INDArray gradient = Nd4j.valueArrayOf(new long[] {x.length}, 2f);
    float[] known = function.fromResult() ? apply(function, x) : x;
    CpuFunctions.differentiate(function, Nd4j.createFromArray(known), gradient, gradient);
    return gradient.toFloatVector();
  }

  private static DoubleUnaryOperator formula(ElementFunction function) {
    return switch (function) {
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case TANH -> Math::tanh;
      case SILU -> x -> x / (1 + Math.exp(-x));
      case GELU -> x -> x * Erf.erfc(-x * Math.sqrt(0.5)) / 2;
      case GELU_TANH ->
          x -> x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case SQRT -> Math::sqrt;
      case RECIPROCAL -> x -> 1 / x;
      case ABSOLUTE -> Math::abs;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case LOG1P -> Math::log1p;
      case SOFTPLUS -> x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    };
  }
}
