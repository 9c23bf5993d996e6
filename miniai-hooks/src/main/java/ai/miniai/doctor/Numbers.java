package ai.miniai.doctor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.apiguardian.api.API;

/** Formats numbers for sentences. */
@API(status = API.Status.INTERNAL)
public final class Numbers {
  /** The number of digits that are worth reading. */
  private static final MathContext DIGITS = new MathContext(3);

  private static final double SMALL = 1e-4;
  private static final double LARGE = 1e9;

  private Numbers() {}

  /**
   * Three significant digits without trailing zeros; powers of ten only if it is very small or
   * large.
   */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return "infinite";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < SMALL || size >= LARGE)) {
      // 1e-5, not 1.0e-05
      return String.format(Locale.ROOT, "%.1e", value).replaceFirst("(\\.0)?e\\+?(-?)0*", "e$2");
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    if (rounded.abs().doubleValue() >= 1000) {
      return whole(value);
    }
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Rounded to two digits, as rates are. */
  public static double rate(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(2)).doubleValue()
        : value;
  }

  /** A whole number with commas: "1,736". */
  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A count with commas: "1,736". */
  static String whole(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A percentage, such as "72 %" or "0.009 %". */
  static String percent(double share) {
    return text(100 * share) + " %";
  }

  /** {@code count} things: "1 batch" or "19 batches". */
  static String of(long count, String one, String many) {
    return whole(count) + " " + (count == 1 ? one : many);
  }
}
