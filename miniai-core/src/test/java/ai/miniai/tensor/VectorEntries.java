package ai.miniai.tensor;

import static ai.miniai.tensor.ElementAndReductionEntries.line;
import static ai.miniai.tensor.ElementAndReductionEntries.reduction;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dims;
import static ai.miniai.tensor.TensorFunction.ints;

import ai.miniai.array.Shapes;
import ai.miniai.tensor.TensorFunction.Body;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Adds {@link VectorFunctions} and {@link Tensor#einsum} to {@link TensorFunction#all}. */
final class VectorEntries {
  /** The kinds of norms, by number. */
  private static final double[] NORMS = {
    1, 2, 1.5, 0.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  /** Sums of products, by number. */
  private static final String[] EQUATIONS = {
    "i,j->ij",
    "i,i->",
    "i->",
    "ij,jk->ik",
    "ij,kj->ki",
    "ij,ij->i",
    "ij,ij->",
    "ij->ji",
    "ij,j->i",
    "ij,k->kj",
    "bij,bjk->bik",
    "ijk,kl->lij",
    "ijk->ki",
    "bij,bjk->ikb",
    "bijk,bilk->bijl",
    "ijkl,kjm->lim"
  };

  private VectorEntries() {}

  static void addAll() {
    norm("norm(double,int[])", (x, n) -> x.get(0).norm(NORMS[(int) n[0]], rest(n)));
    norm("norm(double,int[],boolean)", (x, n) -> x.get(0).norm(NORMS[(int) n[0]], rest(n), true));
    reduction("logsumexp(int[])", VectorEntries::logsumexp, (x, n) -> x.get(0).logsumexp(ints(n)));
    reduction(
        "logsumexp(int[],boolean)",
        VectorEntries::logsumexp,
        (x, n) -> x.get(0).logsumexp(ints(n), true));
    line(
        "cumsum(int)",
        v -> {
          double[] sums = v.clone();
          Arrays.parallelPrefix(sums, Double::sum);
          return sums;
        },
        (x, n) -> x.get(0).cumsum((int) n[0]));
    add(
        "outer(Tensor)",
        (random, shape) ->
            shape.length == 1 ? Call.of().with(new long[] {1 + random.nextInt(5)}) : null,
        (x, n) -> x.get(0).outer(x.get(1)),
        (x, n) ->
            NaiveArray.make(
                new int[] {x.get(0).shape()[0], x.get(1).shape()[0]},
                at -> x.get(0).at(at[0]) * x.get(1).at(at[1])));
    add(
        "cdist(Tensor,double)",
        (random, shape) -> {
          if (shape.length < 2) {
            return null;
          }
          long[] other = shape.clone();
          other[shape.length - 2] = 1L + random.nextInt(4);
          return Call.of(random.nextInt(NORMS.length)).with(other);
        },
        (x, n) -> x.get(0).cdist(x.get(1), NORMS[(int) n[0]]),
        (x, n) -> distances(x.get(0), x.get(1), NORMS[(int) n[0]]));
    add(
        "einsum(String,Tensor[])",
        VectorEntries::products,
        (x, n) -> Tensor.einsum(EQUATIONS[(int) n[0]], x.toArray(new Tensor[0])),
        (x, n) -> NaivePlaces.einsum(EQUATIONS[(int) n[0]], x.toArray(new NaiveArray[0])));
  }

  private static @Nullable Call products(Random random, long... shape) {
    int number = random.nextInt(EQUATIONS.length);
    String[] letters = EQUATIONS[number].split("->", -1)[0].split(",", -1);
    if (letters[0].length() != shape.length) {
      return null;
    }
    Call call = Call.of(number);
    return letters.length == 1
        ? call
        : call.with(
            letters[1]
                .chars()
                .mapToLong(
                    c ->
                        letters[0].indexOf(c) < 0
                            ? 1 + random.nextInt(4)
                            : shape[letters[0].indexOf(c)])
                .toArray());
  }

  private static void norm(String name, Body body) {
    boolean keep = name.contains("boolean");
    add(
        name,
        (random, shape) -> {
          double[] over = dims(random, shape.length);
          double[] numbers = new double[over.length + 1];
          numbers[0] = random.nextInt(NORMS.length);
          System.arraycopy(over, 0, numbers, 1, over.length);
          return Call.of(numbers);
        },
        body,
        (x, n) ->
            x.get(0)
                .reduce(
                    v -> norm(NORMS[(int) n[0]], v), keep, Shapes.dims(rest(n), x.get(0).rank())));
  }

  private static double norm(double p, double... values) {
    double[] sizes = Arrays.stream(values).map(Math::abs).toArray();
    return Double.isInfinite(p)
        ? p > 0 ? NaiveFunctions.largest(sizes) : NaiveFunctions.smallest(sizes)
        : Math.pow(DoubleStream.of(sizes).map(v -> Math.pow(v, p)).sum(), 1 / p);
  }

  private static NaiveArray distances(NaiveArray x, NaiveArray y, double p) {
    int last = x.rank() - 1;
    int[] shape = x.shape().clone();
    shape[last] = y.shape()[last - 1];
    return NaiveArray.make(
        shape,
        at -> {
          int[] mine = at.clone();
          int[] other = at.clone();
          other[last - 1] = at[last];
          double[] between = new double[x.shape()[last]];
          for (int i = 0; i < between.length; i++) {
            mine[last] = i;
            other[last] = i;
            between[i] = x.at(mine) - y.at(other);
          }
          return norm(p, between);
        });
  }

  private static double logsumexp(double... values) {
    double most = NaiveFunctions.largest(values);
    double shift = Double.isInfinite(most) ? 0 : most;
    return Math.log(DoubleStream.of(values).map(v -> Math.exp(v - shift)).sum()) + shift;
  }

  private static int[] rest(double... numbers) {
    return ints(Arrays.copyOfRange(numbers, 1, numbers.length));
  }
}
