package ai.miniai.viz;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The points of a line that are worth drawing. Of many points that share a column of pixels, the
 * lowest and the highest stay, so that no peak is lost.
 *
 * @param xs ascending
 * @param ys as many; not finite for a gap
 */
record Thinning(double[] xs, double[] ys) {
  /**
   * The points for {@code columns} columns of pixels: at most twice as many. A gap goes if it is
   * narrower than a column.
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

  /** Where the least and the greatest number lie, in order; {@code from} if there is none. */
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
