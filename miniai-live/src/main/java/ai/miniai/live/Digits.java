package ai.miniai.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.math.DoubleMath;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for the page: short, since a picture shows no more. */
final class Digits {
  /** Five significant digits. */
  private static final int DIGITS = 5;

  private static final double EXACT = 1e15;

  /** Beyond this power of ten, the arithmetic below would lose digits. */
  private static final int ORDINARY = 290;

  private Digits() {}

  /** Writes {@code value} as a number: whole ones exactly, others rounded; not finite as null. */
  static void write(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (Math.abs(value) < EXACT && DoubleMath.isMathematicalInteger(value)) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(text(value));
    }
  }

  /** Text such as "12345e-7". */
  private static String text(double value) {
    int exponent = (int) Math.floor(Math.log10(Math.abs(value))) - DIGITS + 1;
    if (Math.abs(exponent) > ORDINARY) {
      return new BigDecimal(value).round(new MathContext(DIGITS)).toString();
    }
    long digits =
        Math.round(exponent < 0 ? value * Math.pow(10, -exponent) : value / Math.pow(10, exponent));
    while (digits % 10 == 0 && digits != 0) {
      digits /= 10;
      exponent++;
    }
    return digits + "e" + exponent;
  }

  static void write(JsonGenerator json, String field, double value) throws IOException {
    json.writeFieldName(field);
    write(json, value);
  }
}
