package ai.miniai.tensor;

import static ai.miniai.tensor.NaiveFunctions.permuted;
import static ai.miniai.tensor.NaiveFunctions.reshaped;
import static ai.miniai.tensor.NaiveFunctions.sliced;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dim;
import static ai.miniai.tensor.TensorFunction.ints;

import ai.miniai.array.Shapes;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Adds {@link ShapeFunctions} and {@link Tensor#concat} to {@link TensorFunction#all}. */
final class ShapeEntries {
  private ShapeEntries() {}

  static void addAll() {
    addReshaping();
    addSlicing();
  }

  private static void addReshaping() {
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
  }

  private static void addSlicing() {
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
  }

  private static double[] permutation(Random random, int n) {
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, n).boxed().toList());
    java.util.Collections.shuffle(order, random);
    return order.stream().mapToDouble(d -> d).toArray();
  }

  private static long[] longs(double... numbers) {
    return Arrays.stream(numbers).mapToLong(v -> (long) v).toArray();
  }
}
