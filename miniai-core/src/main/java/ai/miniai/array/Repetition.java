package ai.miniai.array;

import com.google.common.primitives.ImmutableIntArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a row-major array is repeated to a larger shape, by NumPy's rules of broadcasting.
 *
 * <p>Neighbouring dimensions that are all repeated, or all not, count as one. Then the last two, a
 * <em>run</em>, are rows that are all the same, or else rows of one value each.
 *
 * @param rows the number of rows in a run
 * @param columns the number of values in a row
 * @param sameRows whether all rows of a run are the same
 * @param sizes the dimensions before the run, the fastest in memory first
 * @param steps how far apart their elements are in the array; 0 where it is repeated
 */
public record Repetition(
    int rows, int columns, boolean sameRows, ImmutableIntArray sizes, ImmutableIntArray steps) {
  /**
   * How {@code x} is repeated to {@code shape}.
   *
   * @param x row-major, of the rank of {@code shape}, with a size of 1 where it is repeated
   */
  public static Repetition of(INDArray x, long... shape) {
    int[] merged = new int[shape.length];
    int[] distances = new int[shape.length];
    int count = 0;
    int step = 1;
    boolean repeated = false;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] == 1) {
        continue;
      }
      boolean repeats = x.size(d) == 1;
      if (count > 0 && repeats == repeated) {
        merged[count - 1] *= (int) shape[d];
      } else {
        merged[count] = (int) shape[d];
        distances[count++] = repeats ? 0 : step;
        repeated = repeats;
      }
      step *= (int) x.size(d);
    }
    int rest = Math.min(count, 2);
    return new Repetition(
        count < 2 ? 1 : merged[1],
        count == 0 ? 1 : merged[0],
        count == 0 || distances[0] == 1,
        ImmutableIntArray.copyOf(merged).subArray(rest, count),
        ImmutableIntArray.copyOf(distances).subArray(rest, count));
  }

  /** An array of {@code length} values that is not repeated. */
  public static Repetition none(int length) {
    return new Repetition(1, length, true, ImmutableIntArray.of(), ImmutableIntArray.of());
  }

  /** A single value, repeated to {@code length} values. */
  public static Repetition one(int length) {
    return new Repetition(1, length, false, ImmutableIntArray.of(), ImmutableIntArray.of());
  }

  /** The number of values in a run. */
  public int run() {
    return rows * columns;
  }

  /** The number of runs. */
  public int runs() {
    return sizes.stream().reduce(1, (a, b) -> a * b);
  }

  /** Where the values of run {@code number} begin in the array. */
  public int begin(int number) {
    int begin = 0;
    int rest = number;
    for (int d = 0; d < sizes.length(); d++) {
      begin += rest % sizes.get(d) * steps.get(d);
      rest /= sizes.get(d);
    }
    return begin;
  }
}
