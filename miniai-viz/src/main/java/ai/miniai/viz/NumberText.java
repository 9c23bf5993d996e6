package ai.miniai.viz;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people write them. */
final class NumberText {
  /** Below this power of ten, and above the other one, numbers are written with an exponent. */
  private static final int SMALLEST = -4;

  private static final int LARGEST = 5;

  private NumberText() {}

  /** Text such as 1,200 or 0.25, or 3·10⁻⁷, with at most {@code digits} digits. */
  static String of(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent > SMALLEST && exponent < LARGEST) {
      return format().format(rounded);
    }
    BigDecimal mantissa = rounded.movePointLeft(exponent);
    String power = "10" + raised(exponent);
    return mantissa.abs().compareTo(BigDecimal.ONE) == 0
        ? (value < 0 ? "-" : "") + power
        : format().format(mantissa) + "·" + power;
  }

  private static DecimalFormat format() {
    return new DecimalFormat("#,##0.##########", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  /** {@code number} as an exponent: ⁻¹³. */
  static String raised(int number) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(number).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }
}
