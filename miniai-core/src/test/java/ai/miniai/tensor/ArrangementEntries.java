package ai.miniai.tensor;

import static ai.miniai.tensor.NaivePlaces.padded;
import static ai.miniai.tensor.NaivePlaces.taken;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dim;
import static ai.miniai.tensor.TensorFunction.dims;
import static ai.miniai.tensor.TensorFunction.ints;

import ai.miniai.array.Shapes;
import ai.miniai.tensor.TensorFunction.Body;
import ai.miniai.tensor.TensorFunction.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Adds {@link ArrangementFunctions} and {@link Tensor#stack} to {@link TensorFunction#all}. */
final class ArrangementEntries {
  private static final List<PadMode> MODES = List.of(PadMode.values());

  private ArrangementEntries() {}

  static void addAll() {
    addParts();
    addMoves();
    addPads();
  }

  private static void addParts() {
    parts("split(long,int)", (x, n) -> reversed(x.get(0).split((long) n[1], (int) n[0]), n[0]));
    parts(
        "split(long[],int)",
        (x, n) -> {
          long size = x.get(0).size((int) n[0]);
          long first = Math.min((long) n[1], size);
          long second = Math.min((long) n[1], size - first);
          long[] sizes = {first, second, size - first - second};
          return reversed(x.get(0).split(sizes, (int) n[0]), n[0]);
        });
    parts("chunk(int,int)", (x, n) -> reversed(x.get(0).chunk((int) n[1], (int) n[0]), n[0]));
    add(
        "stack(int,Tensor[])",
        (random, shape) ->
            shape.length > 4 ? null : Call.of(dim(random, shape.length + 1)).with(shape.clone()),
        (x, n) -> Tensor.stack((int) n[0], x.get(0), x.get(1)),
        (x, n) -> {
          int at = Shapes.dim((int) n[0], x.get(0).rank() + 1);
          int[] s = x.get(0).shape();
          int[] shape =
              IntStream.range(0, s.length + 1)
                  .map(i -> i == at ? 2 : s[i < at ? i : i - 1])
                  .toArray();
          return NaiveArray.make(
              shape,
              place ->
                  x.get(place[at])
                      .at(
                          IntStream.range(0, place.length)
                              .filter(i -> i != at)
                              .map(i -> place[i])
                              .toArray()));
        });
  }

  private static Tensor reversed(List<Tensor> parts, double dim) {
    List<Tensor> turned = new ArrayList<>(parts);
    Collections.reverse(turned);
    return Tensor.concat((int) dim, turned.toArray(new Tensor[0]));
  }

  private static void parts(String name, Body body) {
    add(
        name,
        (random, shape) ->
            shape.length == 0 ? null : Call.of(dim(random, shape.length), 1 + random.nextInt(4)),
        body,
        (x, n) -> {
          int size = x.get(0).shape()[Shapes.dim((int) n[0], x.get(0).rank())];
          int each = name.startsWith("chunk") ? (int) Math.ceil(size / n[1]) : (int) n[1];
          int least = name.contains("[]") ? Math.max(0, size - 2 * each) : size;
          List<Integer> starts = new ArrayList<>();
          for (int from = 0; from < size; from += each) {
            if (from <= 2 * each || least == size) {
              starts.add(0, from);
            }
          }
          int[] places =
              starts.stream()
                  .flatMapToInt(
                      from -> {
                        boolean rest = least < size && from == 2 * each;
                        return IntStream.range(from, rest ? size : Math.min(from + each, size));
                      })
                  .toArray();
          return taken(x.get(0), (int) n[0], places);
        });
  }

  private static void addMoves() {
    add(
        "flip(int[])",
        (random, shape) -> Call.of(dims(random, shape.length)),
        (x, n) -> x.get(0).flip(ints(n)),
        (x, n) -> moved(x.get(0), (i, size) -> size - 1 - i, ints(n)));
    add(
        "roll(long,int[])",
        (random, shape) -> {
          double[] over = dims(random, shape.length);
          double[] numbers = new double[over.length + 1];
          numbers[0] = random.nextInt(13) - 6;
          System.arraycopy(over, 0, numbers, 1, over.length);
          return Call.of(numbers);
        },
        (x, n) -> x.get(0).roll((long) n[0], rest(n)),
        (x, n) -> {
          int[] over = rest(n);
          IntBinaryOperator back = (i, size) -> Math.floorMod(i - (int) n[0], size);
          if (over.length > 0) {
            return moved(x.get(0), back, over);
          }
          NaiveArray row = new NaiveArray(x.get(0).values(), x.get(0).values().length);
          return new NaiveArray(moved(row, back, 0).values(), x.get(0).shape());
        });
    for (String name : new String[] {"tril", "triu"}) {
      boolean lower = name.equals("tril");
      add(
          name + "(long)",
          (random, shape) -> shape.length < 2 ? null : Call.of(random.nextInt(5) - 2),
          (x, n) -> lower ? x.get(0).tril((long) n[0]) : x.get(0).triu((long) n[0]),
          (x, n) -> {
            int last = x.get(0).rank() - 1;
            return NaiveArray.make(
                x.get(0).shape(),
                at -> {
                  int right = at[last] - at[last - 1];
                  return (lower ? right <= n[0] : right >= n[0]) ? x.get(0).at(at) : 0;
                });
          });
    }
  }

  private static NaiveArray moved(NaiveArray x, IntBinaryOperator from, int... dims) {
    NaiveArray moved = x;
    for (int d : dims) {
      int size = x.shape()[Shapes.dim(d, x.rank())];
      moved =
          taken(moved, d, IntStream.range(0, size).map(i -> from.applyAsInt(i, size)).toArray());
    }
    return moved;
  }

  private static void addPads() {
    pad("pad(int[])", 0, (x, n) -> x.get(0).pad(rest(n)));
    pad("pad(double,int[])", 1.5, (x, n) -> x.get(0).pad(1.5, rest(n)));
    pad("pad(PadMode,int[])", 0, (x, n) -> x.get(0).pad(MODES.get((int) n[0]), rest(n)));
  }

  private static void pad(String name, double value, Body body) {
    boolean modes = name.contains("Mode");
    add(
        name,
        (random, shape) -> widths(random, modes ? 1 + random.nextInt(3) : 0, shape),
        body,
        (x, n) -> {
          PadMode mode = MODES.get((int) n[0]);
          NaiveArray padded = x.get(0);
          int[] widths = rest(n);
          for (int i = 0; i < widths.length / 2; i++) {
            int d = x.get(0).rank() - 1 - i;
            int before = widths[2 * i];
            int size = padded.shape()[d];
            int[] shape = padded.shape().clone();
            shape[d] += before + widths[2 * i + 1];
            NaiveArray source = padded;
            padded =
                NaiveArray.make(
                    shape,
                    at -> {
                      int[] from = at.clone();
                      from[d] = padded(mode, at[d] - before, size);
                      return from[d] < 0 ? value : source.at(from);
                    });
          }
          return padded;
        });
  }

  private static @Nullable Call widths(Random random, int mode, long... shape) {
    double[] numbers = new double[1 + 2 * random.nextInt(Math.min(3, shape.length) + 1)];
    numbers[0] = mode;
    for (int i = 1; i < numbers.length; i++) {
      int size = (int) shape[shape.length - 1 - (i - 1) / 2];
      numbers[i] =
          mode == 0
              ? random.nextInt(4) - (size > 2 && i % 2 == 0 ? 2 : 0)
              : random.nextInt(mode == 1 ? size : mode == 2 ? 4 : size + 1);
    }
    return Call.of(numbers);
  }

  private static int[] rest(double... numbers) {
    return ints(Arrays.copyOfRange(numbers, 1, numbers.length));
  }
}
