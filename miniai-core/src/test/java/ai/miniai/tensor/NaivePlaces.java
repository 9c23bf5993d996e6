package ai.miniai.tensor;

import ai.miniai.array.Shapes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Functions that move or look up elements, as plain loops. */
final class NaivePlaces {
  private NaivePlaces() {}

  /** The elements at these places of a dimension. */
  static NaiveArray taken(NaiveArray x, int dim, int... places) {
    int[] shape = x.shape().clone();
    int along = Shapes.dim(dim, shape.length);
    shape[along] = places.length;
    return NaiveArray.make(
        shape,
        at -> {
          int[] from = at.clone();
          from[along] = places[at[along]];
          return x.at(from);
        });
  }

  static NaiveArray gathered(NaiveArray x, int dim, NaiveArray index) {
    int along = Shapes.dim(dim, x.rank());
    return NaiveArray.make(
        index.shape(),
        at -> {
          int[] from = at.clone();
          from[along] = (int) index.at(at);
          return x.at(from);
        });
  }

  /** {@code x} plus its own elements at the index. */
  static NaiveArray scattered(NaiveArray x, int dim, NaiveArray index) {
    int along = Shapes.dim(dim, x.rank());
    return NaiveArray.make(
        x.shape(),
        at -> {
          double sum = x.at(at);
          for (int i = 0; i < index.values().length; i++) {
            int[] from = NaiveArray.index(i, index.shape());
            int[] to = from.clone();
            to[along] = (int) index.at(from);
            sum += Arrays.equals(to, at) ? x.at(from) : 0;
          }
          return sum;
        });
  }

  /** The places of the elements of a line in order. */
  static int[] order(boolean descending, double... line) {
    Comparator<Integer> rising =
        (a, b) -> line[a] == line[b] ? 0 : Double.compare(line[a], line[b]);
    return IntStream.range(0, line.length)
        .boxed()
        .sorted(descending ? rising.reversed() : rising)
        .mapToInt(i -> i)
        .toArray();
  }

  /** The place that is repeated, mirrored or comes from the other end; −1 for a constant. */
  static int padded(PadMode mode, int place, int size) {
    if (place >= 0 && place < size) {
      return place;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case REFLECT -> place < 0 ? -place : 2 * (size - 1) - place;
      case REPLICATE -> place < 0 ? 0 : size - 1;
      case CIRCULAR -> place < 0 ? place + size : place - size;
    };
  }

  /** The sum of products over all letters that the result lacks. */
  static NaiveArray einsum(String equation, NaiveArray... x) {
    String[] sides = equation.split("->", -1);
    String[] letters = sides[0].split(",", -1);
    String result = sides[1];
    String all = sides[0].replace(",", "");
    String names = all.chars().distinct().mapToObj(Character::toString).reduce("", String::concat);
    int[] sizes =
        names
            .chars()
            .map(
                c ->
                    IntStream.range(0, x.length)
                        .filter(i -> letters[i].indexOf(c) >= 0)
                        .map(i -> x[i].shape()[letters[i].indexOf(c)])
                        .findFirst()
                        .orElseThrow())
            .toArray();
    int[] shape = result.chars().map(c -> sizes[names.indexOf(c)]).toArray();
    return NaiveArray.make(
        shape,
        at -> {
          double sum = 0;
          for (int k = 0; k < NaiveArray.count(sizes); k++) {
            int[] index = NaiveArray.index(k, sizes);
            if (Arrays.equals(at, places(result, names, index))) {
              double product = 1;
              for (int i = 0; i < x.length; i++) {
                product *= x[i].at(places(letters[i], names, index));
              }
              sum += product;
            }
          }
          return sum;
        });
  }

  private static int[] places(String letters, String names, int... index) {
    return letters.chars().map(c -> index[names.indexOf(c)]).toArray();
  }
}
