package ai.miniai.viz;

import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The range in which most values lie, so that a few extreme ones do not flatten the rest.
 *
 * @param min its lower end
 * @param max its upper end
 * @param below the number of finite values below it
 * @param above the number of finite values above it
 * @param least the least finite value
 * @param greatest the greatest finite value
 */
record Spread(double min, double max, long below, long above, double least, double greatest) {
  /** The quantiles between which the bulk lies: 5 % and 95 %. */
  private static final double TAIL = 0.05;

  /** So many times the bulk's width beside it is still in the range. */
  private static final double REACH = 2;

  /** Only what would flatten the rest by more than this factor is left out. */
  private static final double FLAT = 3;

  /** At most this share of the values is left out on each side, or one. */
  private static final double FEW = 0.02;

  /** On a logarithmic axis so many decades flatten nothing. */
  private static final double DECADES = 3;

  /** The range of the finite {@code values}, of which there must be one. */
  static Spread of(double... values) {
    return of(values, 0);
  }

  /** Like {@link #of}, for base-10 logarithms: what is within a few decades is never left out. */
  static Spread ofExponents(double... values) {
    return of(values, DECADES);
  }

  private static Spread of(double[] values, double leastReach) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    int n = sorted.length;
    double least = sorted[0];
    double greatest = sorted[n - 1];
    int tail = n < 3 ? 0 : Math.max(1, (int) (TAIL * n));
    double low = sorted[tail];
    double high = sorted[n - 1 - tail];
    // A bulk without width has room around it too.
    double magnitude = Math.max(Math.abs(low), Math.abs(high));
    double reach = Math.max(leastReach, REACH * Math.max((high / 2 - low / 2) * 2, magnitude / 2));
    double min = Doubles.max(least, low - reach);
    double max = Doubles.min(greatest, high + reach);
    if (magnitude == 0 || greatest / 2 - least / 2 <= FLAT * (max / 2 - min / 2)) {
      return new Spread(least, greatest, 0, 0, least, greatest);
    }
    long few = Math.max(1, (long) (FEW * n));
    long below = Arrays.stream(sorted).filter(value -> value < min).count();
    long above = Arrays.stream(sorted).filter(value -> value > max).count();
    return new Spread(
        below <= few ? min : least,
        above <= few ? max : greatest,
        below <= few ? below : 0,
        above <= few ? above : 0,
        least,
        greatest);
  }

  /** An axis with a margin. */
  Axis axis() {
    return Axis.around(min, max);
  }

  /** What the axis leaves out; empty if nothing. */
  String note() {
    return note(value -> value);
  }

  /** Like {@link #note()}, where {@code number} is the number to write for a value. */
  String note(DoubleUnaryOperator number) {
    return LayerGrid.joined(
        above == 0 ? "" : left(above, "above", "up to", number.applyAsDouble(greatest)),
        below == 0 ? "" : left(below, "below", "down to", number.applyAsDouble(least)));
  }

  private static String left(long count, String where, String until, double extreme) {
    String values = count == 1 ? " value " : " values ";
    return count + values + where + " the picture, " + until + " " + NumberText.of(extreme, 2);
  }
}
