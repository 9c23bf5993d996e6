package ai.miniai.tensor;

import static ai.miniai.tensor.NaiveFunctions.conv;
import static ai.miniai.tensor.NaiveFunctions.leaky;
import static ai.miniai.tensor.NaiveFunctions.logSoftmax;
import static ai.miniai.tensor.NaiveFunctions.matmul;
import static ai.miniai.tensor.NaiveFunctions.permuted;
import static ai.miniai.tensor.NaiveFunctions.pool;
import static ai.miniai.tensor.NaiveFunctions.reshaped;
import static ai.miniai.tensor.NaiveFunctions.sliced;
import static ai.miniai.tensor.NaiveFunctions.variance;

import ai.miniai.array.Shapes;
import ai.miniai.histogram.Bins;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The public functions of tensors, for programs made at random: how to choose their arguments, how
 * to call them, and (where that is easy) a plain loop that computes the same.
 */
record TensorFunction(Chooser chooser, Body body, @Nullable Naive naive) {
  /** The numbers to call with, and the shapes of the operands beside the first. */
  record Call(double[] numbers, List<long[]> shapes, boolean indices) {
    static Call of(double... numbers) {
      return new Call(numbers, List.of(), false);
    }

    Call with(long[]... others) {
      return new Call(numbers, List.of(others), false);
    }
  }

  /** Chooses arguments for a first operand of this shape, or null if there are none. */
  @FunctionalInterface
  interface Chooser {
    @Nullable Call choose(Random random, long... shape);
  }

  /** Calls the function. */
  @FunctionalInterface
  interface Body {
    Tensor apply(List<Tensor> operands, double... numbers);
  }

  /** Computes the same in plain loops. */
  @FunctionalInterface
  interface Naive {
    NaiveArray apply(List<NaiveArray> operands, double... numbers);
  }

  private static final Map<String, TensorFunction> ALL = new TreeMap<>();

  static Map<String, TensorFunction> all() {
    return ALL;
  }

  static TensorFunction named(String name) {
    TensorFunction function = ALL.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return function;
  }

  Tensor apply(List<Tensor> operands, double... numbers) {
    return body.apply(operands, numbers);
  }

  // ---------------------------------------------------------------- registering

  private static void add(String name, Chooser chooser, Body body, @Nullable Naive naive) {
    ALL.put(name, new TensorFunction(chooser, body, naive));
  }

  private static void unary(String name, Body body, DoubleUnaryOperator naive) {
    add(
        name,
        (random, shape) -> Call.of(),
        body,
        (x, n) ->
            new NaiveArray(
                Arrays.stream(x.get(0).values()).map(naive).toArray(), x.get(0).shape()));
  }

  private static void withNumber(String name, Body body, DoubleBinaryOperator naive) {
    add(
        name,
        (random, shape) -> Call.of(number(random)),
        body,
        (x, n) ->
            new NaiveArray(
                Arrays.stream(x.get(0).values()).map(v -> naive.applyAsDouble(v, n[0])).toArray(),
                x.get(0).shape()));
  }

  private static void binary(String name, Body body, DoubleBinaryOperator naive) {
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

  private static void reduction(String name, ToDoubleFunction<double[]> naive, Body body) {
    boolean keep = name.contains("boolean");
    add(
        name,
        (random, shape) -> Call.of(dims(random, shape.length)),
        body,
        (x, n) -> x.get(0).reduce(naive, keep, Shapes.dims(ints(n), x.get(0).rank())));
  }

  private static void line(
      String name, java.util.function.UnaryOperator<double[]> naive, Body body) {
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

  /** Of images, with numbers that are random between these ends. */
  private static Chooser images(int[]... ends) {
    return (random, shape) -> shape.length == 4 ? Call.of(between(random, ends)) : null;
  }

  private static double[] between(Random random, int[]... ends) {
    return Arrays.stream(ends).mapToDouble(e -> e[0] + random.nextInt(e[1] - e[0] + 1)).toArray();
  }

  private static int[] from(int low, int high) {
    return new int[] {low, high};
  }

  // ---------------------------------------------------------------- choosing

  private static double number(Random random) {
    return (1 + random.nextInt(12)) / 4.0 * (random.nextBoolean() ? 1 : -1);
  }

  private static int dim(Random random, int rank) {
    return random.nextInt(2 * rank) - rank;
  }

  private static double[] dims(Random random, int rank) {
    return IntStream.range(0, rank)
        .filter(d -> random.nextInt(3) == 0)
        .mapToDouble(d -> random.nextBoolean() ? d : d - rank)
        .toArray();
  }

  private static long[] broadcastable(Random random, long... shape) {
    long[] other =
        Arrays.copyOfRange(
            shape, random.nextInt(3) == 0 ? random.nextInt(shape.length + 1) : 0, shape.length);
    for (int d = 0; d < other.length; d++) {
      other[d] =
          random.nextInt(4) == 0 ? 1 : other[d] == 1 && random.nextInt(3) == 0 ? 3 : other[d];
    }
    return other;
  }

  private static int[] ints(double... numbers) {
    return Arrays.stream(numbers).mapToInt(v -> (int) v).toArray();
  }

  private static long[] longs(int... numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }

  private static long[] longs(double... numbers) {
    return Arrays.stream(numbers).mapToLong(v -> (long) v).toArray();
  }

  private static double[] permutation(Random random, int n) {
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, n).boxed().toList());
    java.util.Collections.shuffle(order, random);
    return order.stream().mapToDouble(d -> d).toArray();
  }

  private static @Nullable Call convolution(
      Random random, boolean bias, boolean transposed, long... shape) {
    if (shape.length != 4) {
      return null;
    }
    long size = 1L + random.nextInt(3);
    long out = 1L + random.nextInt(5);
    int stride = 1 + random.nextInt(2);
    long[] weight =
        transposed
            ? new long[] {shape[1], out, size, size}
            : new long[] {out, shape[1], size, size};
    Call call =
        transposed
            ? Call.of(stride, random.nextInt(2), random.nextInt(stride))
            : Call.of(stride, random.nextInt(3));
    return bias ? call.with(weight, new long[] {out}) : call.with(weight);
  }

  private static @Nullable Tensor third(List<Tensor> x) {
    return x.size() > 2 ? x.get(2) : null;
  }

  static {
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
    unary("silu()", (x, n) -> x.get(0).silu(), a -> a / (1 + Math.exp(-a)));
    unary("sigmoid()", (x, n) -> x.get(0).sigmoid(), a -> 1 / (1 + Math.exp(-a)));
    unary("tanh()", (x, n) -> x.get(0).tanh(), Math::tanh);
    unary("dropout(double)", (x, n) -> x.get(0).dropout(0), a -> a);
    unary("to(DataType)", (x, n) -> x.get(0).to(x.get(0).dataType()), a -> a);
    line("softmax(int)", NaiveFunctions::softmax, (x, n) -> x.get(0).softmax((int) n[0]));
    line("logSoftmax(int)", NaiveFunctions::logSoftmax, (x, n) -> x.get(0).logSoftmax((int) n[0]));
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
        "distribution(Bins)",
        (random, shape) -> Call.of(),
        (x, n) -> x.get(0).distribution(new Bins(7, 0, 2)).slice(0, 2, 5),
        (x, n) -> {
          double[] v = x.get(0).values();
          double odd = Arrays.stream(v).filter(a -> !Double.isFinite(a)).count();
          double above = Arrays.stream(v).filter(a -> Math.abs(a) > 2).count();
          double infinite = Arrays.stream(v).filter(Double::isInfinite).count();
          return new NaiveArray(new double[] {odd, 0, above - infinite}, 3);
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
    add(
        "reshape(long[])",
        (random, shape) -> {
          int length = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
          int half = length / 2;
          return switch (random.nextInt(4)) {
            case 0 -> Call.of(-1);
            case 1 -> shape.length == 0 ? null : Call.of((double) shape[0], -1);
            case 2 -> length % 2 == 0 ? Call.of(2, half, 1) : Call.of(1, length);
            default -> Call.of(Arrays.stream(shape).sorted().mapToDouble(v -> v).toArray());
          };
        },
        (x, n) -> x.get(0).reshape(longs(n)),
        (x, n) -> {
          int known = Arrays.stream(ints(n)).filter(v -> v > 0).reduce(1, (a, b) -> a * b);
          int rest = x.get(0).values().length / known;
          return reshaped(x.get(0), Arrays.stream(ints(n)).map(v -> v < 0 ? rest : v).toArray());
        });
    add(
        "flatten(int)",
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        (x, n) -> x.get(0).flatten((int) n[0]),
        (x, n) -> {
          int[] shape = x.get(0).shape();
          int from = Shapes.dim((int) n[0], shape.length);
          int[] flat = Arrays.copyOf(shape, from + 1);
          flat[from] = NaiveArray.count(Arrays.copyOfRange(shape, from, shape.length));
          return reshaped(x.get(0), flat);
        });
    add(
        "permute(int[])",
        (random, shape) -> Call.of(permutation(random, shape.length)),
        (x, n) -> x.get(0).permute(ints(n)),
        (x, n) -> permuted(x.get(0), ints(n)));
    add(
        "transpose(int,int)",
        (random, shape) ->
            shape.length == 0
                ? null
                : Call.of(dim(random, shape.length), dim(random, shape.length)),
        (x, n) -> x.get(0).transpose((int) n[0], (int) n[1]),
        (x, n) -> {
          int rank = x.get(0).rank();
          int[] order = IntStream.range(0, rank).toArray();
          int a = Shapes.dim((int) n[0], rank);
          int b = Shapes.dim((int) n[1], rank);
          order[a] = b;
          order[b] = a;
          return permuted(x.get(0), order);
        });
    add(
        "unsqueeze(int)",
        (random, shape) -> shape.length > 4 ? null : Call.of(dim(random, shape.length + 1)),
        (x, n) -> x.get(0).unsqueeze((int) n[0]),
        (x, n) -> {
          int at = Shapes.dim((int) n[0], x.get(0).rank() + 1);
          int[] s = x.get(0).shape();
          return reshaped(
              x.get(0),
              IntStream.range(0, s.length + 1)
                  .map(i -> i == at ? 1 : s[i < at ? i : i - 1])
                  .toArray());
        });
    add(
        "squeeze(int)",
        (random, shape) -> shape.length == 0 ? null : Call.of(dim(random, shape.length)),
        (x, n) -> x.get(0).squeeze((int) n[0]),
        (x, n) -> {
          int[] s = x.get(0).shape();
          int at = Shapes.dim((int) n[0], s.length);
          return reshaped(
              x.get(0),
              IntStream.range(0, s.length)
                  .filter(i -> i != at || s[i] != 1)
                  .map(i -> s[i])
                  .toArray());
        });
    add(
        "slice(int,long,long)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          int d = random.nextInt(shape.length);
          int from = random.nextInt((int) shape[d]);
          return Call.of(d, from, from + 1 + random.nextInt((int) shape[d] - from));
        },
        (x, n) -> x.get(0).slice((int) n[0], (long) n[1], (long) n[2]),
        (x, n) -> sliced(x.get(0), (int) n[0], (int) n[1], (int) n[2]));
    add(
        "select(int,long)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          int d = random.nextInt(shape.length);
          return Call.of(d, random.nextInt(2 * (int) shape[d]) - (int) shape[d]);
        },
        (x, n) -> x.get(0).select((int) n[0], (long) n[1]),
        (x, n) -> {
          int[] s = x.get(0).shape();
          int d = (int) n[0];
          int at = (int) n[1] < 0 ? (int) n[1] + s[d] : (int) n[1];
          return reshaped(
              sliced(x.get(0), d, at, at + 1),
              IntStream.range(0, s.length).filter(i -> i != d).map(i -> s[i]).toArray());
        });
    add(
        "concat(int,Tensor[])",
        (random, shape) ->
            shape.length == 0 ? null : Call.of(dim(random, shape.length)).with(shape.clone()),
        (x, n) -> Tensor.concat((int) n[0], x.get(0), x.get(1)),
        (x, n) -> {
          int[] s = x.get(0).shape().clone();
          int d = Shapes.dim((int) n[0], s.length);
          int first = s[d];
          s[d] += x.get(1).shape()[d];
          return NaiveArray.make(
              s,
              at -> {
                int[] place = at.clone();
                place[d] = at[d] < first ? at[d] : at[d] - first;
                return x.get(at[d] < first ? 0 : 1).at(place);
              });
        });
    add(
        "matmul(Tensor)",
        (random, shape) -> {
          if (shape.length < 2) {
            return null;
          }
          long[] other = shape.clone();
          other[shape.length - 2] = shape[shape.length - 1];
          other[shape.length - 1] = 1L + random.nextInt(5);
          return Call.of().with(other);
        },
        (x, n) -> x.get(0).matmul(x.get(1)),
        (x, n) -> matmul(x.get(0), x.get(1), false));
    add(
        "linear(Tensor,Tensor)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          long out = 1L + random.nextInt(5);
          long[] weight = {out, shape[shape.length - 1]};
          return random.nextBoolean()
              ? Call.of().with(weight)
              : Call.of().with(weight, new long[] {out});
        },
        (x, n) -> x.get(0).linear(x.get(1), third(x)),
        (x, n) -> {
          NaiveArray product = matmul(x.get(0), x.get(1), true);
          return x.size() < 3
              ? product
              : NaiveArray.make(product.shape(), at -> product.at(at) + x.get(2).at(at));
        });
    add(
        "embedding(Tensor)",
        (random, shape) ->
            shape.length == 2 && shape[0] >= 3
                ? new Call(new double[0], List.of(new long[] {2, 1 + random.nextInt(3)}), true)
                : null,
        (x, n) -> x.get(1).embedding(x.get(0)),
        (x, n) -> {
          NaiveArray table = x.get(0);
          NaiveArray places = x.get(1);
          int[] shape = {places.shape()[0], places.shape()[1], table.shape()[1]};
          return NaiveArray.make(shape, at -> table.at((int) places.at(at[0], at[1]), at[2]));
        });
    add(
        "crossEntropy(Tensor)",
        (random, shape) ->
            shape.length == 2 && shape[1] >= 3
                ? new Call(new double[0], List.of(new long[] {shape[0]}), true)
                : null,
        (x, n) -> x.get(0).crossEntropy(x.get(1)),
        (x, n) -> {
          NaiveArray a = x.get(0);
          double sum = 0;
          for (int row = 0; row < a.shape()[0]; row++) {
            sum -= logSoftmax(a.along(new int[] {row, 0}, 1))[(int) x.get(1).values()[row]];
          }
          return new NaiveArray(new double[] {sum / a.shape()[0]});
        });
    add(
        "mse(Tensor)",
        (random, shape) -> Call.of().with(shape.clone()),
        (x, n) -> x.get(0).mse(x.get(1)),
        (x, n) -> {
          double sum = 0;
          for (int i = 0; i < x.get(0).values().length; i++) {
            sum += Math.pow(x.get(0).values()[i] - x.get(1).values()[i], 2);
          }
          return new NaiveArray(new double[] {sum / x.get(0).values().length});
        });
    add(
        "conv2d(Tensor,Tensor,int,int)",
        (random, shape) -> convolution(random, random.nextBoolean(), false, shape),
        (x, n) -> x.get(0).conv2d(x.get(1), third(x), (int) n[0], (int) n[1]),
        (x, n) -> conv(x, false, (int) n[0], (int) n[1]));
    add(
        "conv2dRelu(Tensor,Tensor,int,int)",
        (random, shape) -> convolution(random, random.nextBoolean(), false, shape),
        (x, n) -> x.get(0).conv2dRelu(x.get(1), third(x), (int) n[0], (int) n[1]),
        (x, n) -> conv(x, true, (int) n[0], (int) n[1]));
    add(
        "convTranspose2d(Tensor,Tensor,int,int,int)",
        (random, shape) -> convolution(random, random.nextBoolean(), true, shape),
        (x, n) -> x.get(0).convTranspose2d(x.get(1), third(x), (int) n[0], (int) n[1], (int) n[2]),
        null);
    add(
        "maxPool2d(int,int,int)",
        images(from(1, 3), from(1, 2), from(0, 1)),
        (x, n) -> x.get(0).maxPool2d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> pool(x.get(0), true, (int) n[0], (int) n[1], (int) n[2]));
    add(
        "avgPool2d(int,int,int)",
        images(from(1, 3), from(1, 2), from(0, 1)),
        (x, n) -> x.get(0).avgPool2d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> pool(x.get(0), false, (int) n[0], (int) n[1], (int) n[2]));
    add(
        "avgPool2d(int,int,int,boolean)",
        images(from(2, 3), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).avgPool2d((int) n[0], (int) n[1], (int) n[2], true),
        null);
    add(
        "adaptiveAvgPool2d(int,int)",
        images(from(1, 4), from(1, 4)),
        (x, n) -> x.get(0).adaptiveAvgPool2d((int) n[0], (int) n[1]),
        null);
    add(
        "upsampleNearest(int)",
        images(from(1, 3)),
        (x, n) -> x.get(0).upsampleNearest((int) n[0]),
        (x, n) -> {
          int[] s = x.get(0).shape();
          int k = (int) n[0];
          return NaiveArray.make(
              new int[] {s[0], s[1], s[2] * k, s[3] * k},
              at -> x.get(0).at(at[0], at[1], at[2] / k, at[3] / k));
        });
    add(
        "upsampleBilinear(int)",
        images(from(1, 3)),
        (x, n) -> x.get(0).upsampleBilinear((int) n[0]),
        null);
    add(
        "standardize(double,int,int[])",
        (random, shape) -> Call.of(dims(random, shape.length)),
        (x, n) -> x.get(0).standardize(1e-3, 0, ints(n)),
        null);
    add(
        "batchNorm(Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).batchNorm(x.get(1), x.get(2), 1e-3).output(),
        null);
    add(
        "batchNorm(Tensor,Tensor,Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> {
          Tensor moments = Tensor.full(0.5, x.get(1).shape()).to(x.get(1).dataType());
          return x.get(0).batchNorm(x.get(1), x.get(2), moments, moments, 1e-3);
        },
        null);
    add(
        "layerNorm(long[],Tensor,Tensor,double)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          long[] last = Arrays.copyOfRange(shape, random.nextInt(shape.length), shape.length);
          return Call.of().with(last, last);
        },
        (x, n) -> x.get(0).layerNorm(x.get(1).shape(), x.get(1), x.get(2), 1e-3),
        null);
    add(
        "groupNorm(int,Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2
                ? null
                : Call.of(shape[1] % 2 == 0 ? 2 : 1)
                    .with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).groupNorm((int) n[0], x.get(1), x.get(2), 1e-3),
        null);
    add(
        "instanceNorm(Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 3 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).instanceNorm(x.get(1), x.get(2), 1e-3),
        null);
  }
}
