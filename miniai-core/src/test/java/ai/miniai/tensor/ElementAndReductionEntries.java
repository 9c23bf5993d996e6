package ai.miniai.tensor;

import static ai.miniai.tensor.NaiveFunctions.leaky;
import static ai.miniai.tensor.NaiveFunctions.variance;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dim;
import static ai.miniai.tensor.TensorFunction.dims;
import static ai.miniai.tensor.TensorFunction.ints;

import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import ai.miniai.tensor.TensorFunction.Body;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Adds {@link ElementFunctions} and {@link ReductionFunctions} to {@link TensorFunction#all}. */
final class ElementAndReductionEntries {
  private ElementAndReductionEntries() {}

  static void addAll() {
    addElements();
    addReductions();
  }

  private static void addElements() {
    binary("plus(Tensor)", (x, n) -> x.get(0).plus(x.get(1)), (a, b) -> a + b);
    binary("minus(Tensor)", (x, n) -> x.get(0).minus(x.get(1)), (a, b) -> a - b);
    binary("times(Tensor)", (x, n) -> x.get(0).times(x.get(1)), (a, b) -> a * b);
    binary("div(Tensor)", (x, n) -> x.get(0).div(x.get(1)), (a, b) -> a / b);
    withNumber("plus(double)", (x, n) -> x.get(0).plus(n[0]), (a, b) -> a + b);
    withNumber("minus(double)", (x, n) -> x.get(0).minus(n[0]), (a, b) -> a - b);
    withNumber("times(double)", (x, n) -> x.get(0).times(n[0]), (a, b) -> a * b);
    withNumber("div(double)", (x, n) -> x.get(0).div(n[0]), (a, b) -> a / b);
    unary("neg()", (x, n) -> x.get(0).neg(), a -> -a);
    withNumber(
        "pow(double)",
        (x, n) -> x.get(0).pow(Math.rint(n[0])),
        (a, b) -> Math.pow(a, Math.rint(b)));
    unary("square()", (x, n) -> x.get(0).square(), a -> a * a);
    add(
        "clamp(double,double)",
        (random, shape) -> Call.of(-random.nextInt(4) / 2.0, random.nextInt(4) / 2.0),
        (x, n) -> x.get(0).clamp(n[0], n[1]),
        (x, n) ->
            new NaiveArray(
                Arrays.stream(x.get(0).values())
                    .map(v -> Math.min(Math.max(v, n[0]), n[1]))
                    .toArray(),
                x.get(0).shape()));
    unary("exp()", (x, n) -> x.get(0).exp(), Math::exp);
    unary("log()", (x, n) -> x.get(0).log(), Math::log);
    unary("log1p()", (x, n) -> x.get(0).log1p(), Math::log1p);
    unary("sin()", (x, n) -> x.get(0).sin(), Math::sin);
    unary("cos()", (x, n) -> x.get(0).cos(), Math::cos);
    unary(
        "softplus()",
        (x, n) -> x.get(0).softplus(),
        a -> a > 20 || Double.isNaN(a) ? a : Math.log1p(Math.exp(a)));
    unary("sqrt()", (x, n) -> x.get(0).sqrt(), Math::sqrt);
    unary("abs()", (x, n) -> x.get(0).abs(), Math::abs);
    unary("relu()", (x, n) -> x.get(0).relu(), a -> leaky(a, 0));
    withNumber("leakyRelu(double)", (x, n) -> x.get(0).leakyRelu(n[0]), NaiveFunctions::leaky);
    withNumber(
        "generalRelu(double,double)",
        (x, n) -> x.get(0).generalRelu(n[0], 0.5),
        (a, b) -> leaky(a, b) - 0.5);
    withNumber(
        "generalRelu(double,double,double)",
        (x, n) -> x.get(0).generalRelu(n[0], 0.25, 1.5),
        (a, b) -> Math.min(leaky(a, b) - 0.25, 1.5));
    unary("gelu()", (x, n) -> x.get(0).gelu(), NaiveFunctions::gelu);
    unary(
        "geluTanh()",
        (x, n) -> x.get(0).geluTanh(),
        a -> a * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a))) / 2);
    withNumber(
        "elu(double)", (x, n) -> x.get(0).elu(n[0]), (a, b) -> a > 0 ? a : b * Math.expm1(a));
    add(
        "prelu(Tensor)",
        (random, shape) -> {
          long channels = shape.length > 1 && random.nextBoolean() ? shape[1] : 1;
          return Call.of().with(new long[] {channels});
        },
        (x, n) -> x.get(0).prelu(x.get(1)),
        (x, n) -> {
          NaiveArray a = x.get(0);
          NaiveArray weight = x.get(1);
          boolean one = weight.shape()[0] == 1;
          return NaiveArray.make(a.shape(), at -> leaky(a.at(at), weight.at(one ? 0 : at[1])));
        });
    unary("silu()", (x, n) -> x.get(0).silu(), a -> a / (1 + Math.exp(-a)));
    unary("sigmoid()", (x, n) -> x.get(0).sigmoid(), a -> 1 / (1 + Math.exp(-a)));
    unary("tanh()", (x, n) -> x.get(0).tanh(), Math::tanh);
    unary("dropout(double)", (x, n) -> x.get(0).dropout(0), a -> a);
    add(
        "dropoutChannels(double)",
        (random, shape) -> shape.length < 2 ? null : Call.of(),
        (x, n) -> x.get(0).dropoutChannels(0),
        (x, n) -> x.get(0));
    unary("to(DataType)", (x, n) -> x.get(0).to(x.get(0).dataType()), a -> a);
    line("softmax(int)", NaiveFunctions::softmax, (x, n) -> x.get(0).softmax((int) n[0]));
    line("logSoftmax(int)", NaiveFunctions::logSoftmax, (x, n) -> x.get(0).logSoftmax((int) n[0]));
  }

  private static void addReductions() {
    reduction("sum(int[])", v -> DoubleStream.of(v).sum(), (x, n) -> x.get(0).sum(ints(n)));
    reduction(
        "sum(int[],boolean)", v -> DoubleStream.of(v).sum(), (x, n) -> x.get(0).sum(ints(n), true));
    reduction(
        "mean(int[])", v -> DoubleStream.of(v).sum() / v.length, (x, n) -> x.get(0).mean(ints(n)));
    reduction(
        "mean(int[],boolean)",
        v -> DoubleStream.of(v).sum() / v.length,
        (x, n) -> x.get(0).mean(ints(n), true));
    reduction("max(int[])", NaiveFunctions::largest, (x, n) -> x.get(0).max(ints(n)));
    reduction("max(int[],boolean)", NaiveFunctions::largest, (x, n) -> x.get(0).max(ints(n), true));
    reduction("min(int[])", NaiveFunctions::smallest, (x, n) -> x.get(0).min(ints(n)));
    reduction(
        "min(int[],boolean)", NaiveFunctions::smallest, (x, n) -> x.get(0).min(ints(n), true));
    reduction("var(int[])", NaiveFunctions::variance, (x, n) -> x.get(0).var(ints(n)));
    reduction("std(int[])", v -> Math.sqrt(variance(v)), (x, n) -> x.get(0).std(ints(n)));
    add(
        "argmax(int)",
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        (x, n) -> x.get(0).argmax((int) n[0]),
        (x, n) ->
            x.get(0)
                .reduce(NaiveFunctions::argmax, false, Shapes.dim((int) n[0], x.get(0).rank())));
    add(
        "argmin(int)",
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        (x, n) -> x.get(0).argmin((int) n[0]),
        (x, n) ->
            x.get(0)
                .reduce(
                    v -> NaiveFunctions.argmax(Arrays.stream(v).map(w -> -w).toArray()),
                    false,
                    Shapes.dim((int) n[0], x.get(0).rank())));
    add(
        "distribution(Bins)",
        (random, shape) -> Call.of(),
        (x, n) -> x.get(0).distribution(new Bins(7, 0, 2)).slice(0, 2, 6),
        (x, n) -> {
          double[] v = x.get(0).values();
          double odd = Arrays.stream(v).filter(a -> !Double.isFinite(a)).count();
          double above = Arrays.stream(v).filter(a -> Math.abs(a) > 2).count();
          double infinite = Arrays.stream(v).filter(Double::isInfinite).count();
          double zeros = Arrays.stream(v).filter(a -> a == 0).count();
          return new NaiveArray(new double[] {odd, 0, above - infinite, zeros}, 4);
        });
    add(
        "constant(int)",
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        (x, n) -> x.get(0).constant((int) n[0]),
        (x, n) -> {
          NaiveArray a = x.get(0);
          int d = Shapes.dim((int) n[0], a.rank());
          int[] others = IntStream.range(0, a.rank()).filter(k -> k != d).toArray();
          return a.reduce(
              v -> Double.isFinite(v[0]) && Arrays.stream(v).allMatch(w -> w == v[0]) ? 1 : 0,
              false,
              others);
        });
  }

  // ---------------------------------------------------------------- registering

  static void unary(String name, Body body, DoubleUnaryOperator naive) {
    add(
        name,
        (random, shape) -> Call.of(),
        body,
        (x, n) ->
            new NaiveArray(
                Arrays.stream(x.get(0).values()).map(naive).toArray(), x.get(0).shape()));
  }

  static void withNumber(String name, Body body, DoubleBinaryOperator naive) {
    add(
        name,
        (random, shape) -> Call.of(number(random)),
        body,
        (x, n) ->
            new NaiveArray(
                Arrays.stream(x.get(0).values()).map(v -> naive.applyAsDouble(v, n[0])).toArray(),
                x.get(0).shape()));
  }

  static void binary(String name, Body body, DoubleBinaryOperator naive) {
    add(
        name,
        (random, shape) -> Call.of().with(broadcastable(random, shape)),
        body,
        (x, n) -> {
          NaiveArray a = x.get(0);
          NaiveArray b = x.get(1);
          int[] shape =
              Arrays.stream(Shapes.broadcast(longs(a.shape()), longs(b.shape())))
                  .mapToInt(Math::toIntExact)
                  .toArray();
          return NaiveArray.make(shape, index -> naive.applyAsDouble(a.at(index), b.at(index)));
        });
  }

  static void reduction(String name, ToDoubleFunction<double[]> naive, Body body) {
    boolean keep = name.contains("boolean");
    add(
        name,
        (random, shape) -> Call.of(dims(random, shape.length)),
        body,
        (x, n) -> x.get(0).reduce(naive, keep, Shapes.dims(ints(n), x.get(0).rank())));
  }

  static void line(String name, java.util.function.UnaryOperator<double[]> naive, Body body) {
    add(
        name,
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        body,
        (x, n) -> {
          NaiveArray a = x.get(0);
          int d = Shapes.dim((int) n[0], a.rank());
          return NaiveArray.make(a.shape(), index -> naive.apply(a.along(index, d))[index[d]]);
        });
  }

  // ---------------------------------------------------------------- choosing

  private static double number(Random random) {
    return (1 + random.nextInt(12)) / 4.0 * (random.nextBoolean() ? 1 : -1);
  }

  static long[] broadcastable(Random random, long... shape) {
    long[] other =
        Arrays.copyOfRange(
            shape, random.nextInt(3) == 0 ? random.nextInt(shape.length + 1) : 0, shape.length);
    for (int d = 0; d < other.length; d++) {
      other[d] =
          random.nextInt(4) == 0 ? 1 : other[d] == 1 && random.nextInt(3) == 0 ? 3 : other[d];
    }
    return other;
  }

  private static long[] longs(int... numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }
}
