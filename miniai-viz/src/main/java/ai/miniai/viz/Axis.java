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
    /** The numbers are exponents of powers of ten. */
    EXPONENT
  }

  /** A range below this fraction of the magnitude of its values is only rounding error. */
  private static final double ROUNDING = 1e-6;

  /** The least span of a logarithmic axis: slightly more than one decade. */
  private static final double DECADE = 1.08;

  /** For {@code count} steps: integers from 0. */
  static Axis steps(double count) {
    return new Axis("", 0, Math.max(1, count), Kind.WHOLE);
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

  /** Logarithmic, with room for all {@code exponents} and a margin; at least one decade. */
  static Axis decades(double... exponents) {
    double min = Doubles.min(exponents);
    double max = Doubles.max(exponents);
    double air = Math.max(0.03 * (max - min), (DECADE - (max - min)) / 2);
    return new Axis("", min - air, max + air, Kind.EXPONENT);
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

  /** The position of {@code value}: 0 at the lower end, 1 at the upper one. */
  double share(double value) {
    // Halved, because the distance of two very large numbers is infinite.
    return (value / 2 - min / 2) / (max / 2 - min / 2);
  }
}
