package ai.miniai.viz;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Reduces the points of a line to those worth drawing. Of many points in the same column of pixels,
 * the lowest and the highest are kept, so that no peak is lost.
 *
 * @param xs ascending
 * @param ys as many as {@code xs}; not finite for a gap
 */
record Thinning(double[] xs, double[] ys) {
  /**
   * The points for {@code columns} columns of pixels: at most twice as many. Gaps narrower than a
   * column are removed.
   */
  static Thinning of(double[] xs, double[] ys, int columns) {
    long n = xs.length;
    if (n <= 2L * columns) {
      return new Thinning(xs, ys);
    }
    int[] kept =
        IntStream.range(0, columns)
            .flatMap(c -> extremes(ys, (int) (c * n / columns), (int) ((c + 1) * n / columns)))
            .toArray();
    return new Thinning(
        Arrays.stream(kept).mapToDouble(i -> xs[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> ys[i]).toArray());
  }

  /** The indices of the minimum and the maximum, in order; {@code from} if there is none. */
  private static IntStream extremes(double[] ys, int from, int to) {
    int least = -1;
    int greatest = -1;
    for (int i = from; i < to; i++) {
      if (Double.isFinite(ys[i])) {
        least = least < 0 || ys[i] < ys[least] ? i : least;
        greatest = greatest < 0 || ys[i] > ys[greatest] ? i : greatest;
      }
    }
    return least < 0
        ? IntStream.of(from)
        : IntStream.of(Math.min(least, greatest), Math.max(least, greatest)).distinct();
  }
}
