package ai.miniai.viz;

import com.google.common.primitives.Doubles;
import java.util.Arrays;

/**
 * One axis of a chart.
 *
 * @param title the title; empty for none
 * @param min the lower end
 * @param max the upper end, above {@code min}
 * @param kind how its numbers are spaced and written
 */
record Axis(String title, double min, double max, Kind kind) {
  enum Kind {
    DECIMAL,
    WHOLE,
    LOGARITHMIC,
    /** The numbers are exponents of powers of ten. */
    EXPONENT
  }

  /** A range below this fraction of the magnitude of its values is only rounding error. */
  private static final double ROUNDING = 1e-6;

  /** The minimum span of a logarithmic axis, as a factor: slightly more than one decade. */
  private static final double DECADE = 12;

  /** For {@code count} batches: integers from 0, with a margin of half a batch at either end. */
  static Axis batches(int count) {
    return new Axis("", -0.5, count - 0.5, Kind.WHOLE);
  }

  /** From {@code min} to {@code max}. */
  static Axis range(double min, double max) {
    return new Axis("", min, max, Kind.DECIMAL);
  }

  /** With room for all finite {@code values}, and a margin. There must be at least one. */
  static Axis around(double... values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    double min = Doubles.min(finite);
    double max = Doubles.max(finite);
    double magnitude = Math.max(Math.abs(min), Math.abs(max));
    double air = 0.05 * (max - min);
    if (max - min <= ROUNDING * magnitude) {
      air = magnitude == 0 ? 1 : 0.5 * magnitude;
    }
    return range(min - air, max + air);
  }

  /**
   * Logarithmic, with room for all {@code values}, which must be positive, and at least one decade.
   */
  static Axis decades(double... values) {
    double min = Doubles.min(values);
    double max = Doubles.max(values);
    double air = Math.max(Math.pow(max / min, 0.03), Math.sqrt(DECADE * min / max));
    return new Axis("", min / air, max * air, Kind.LOGARITHMIC);
  }

  /**
   * Whole powers of ten, with room for all finite {@code exponents}. There must be at least one.
   */
  static Axis exponents(double... exponents) {
    double[] finite = Arrays.stream(exponents).filter(Double::isFinite).toArray();
    double min = Math.floor(Doubles.min(finite));
    double max = Math.ceil(Doubles.max(finite));
    return new Axis("", min, Math.max(max, min + 1), Kind.EXPONENT);
  }

  Axis titled(String text) {
    return new Axis(text, min, max, kind);
  }

  /**
   * The exponent that is factored out of the numbers on this axis: 0 if they can be written in
   * full.
   */
  int exponent() {
    double magnitude = Math.max(Math.abs(min), Math.abs(max));
    int power = (int) Math.floor(Math.log10(magnitude));
    return kind != Kind.DECIMAL || (power >= -3 && power <= 4) ? 0 : power;
  }
}
