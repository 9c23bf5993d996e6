package ai.miniai.viz;

import com.google.common.collect.ImmutableList;
import java.util.stream.DoubleStream;

/**
 * What colours stand for.
 *
 * @param colors the colours
 * @param min the number with the first colour
 * @param max the number with the last colour
 * @param decades whether the numbers are base-10 logarithms
 * @param center the number that is as it should be; NaN if there is none
 */
record ColorScale(ColorMap colors, double min, double max, boolean decades, double center) {
  /** Shares from 0 to 1. */
  static final ColorScale SHARES = new ColorScale(ColorMap.VIRIDIS, 0, 1, false, Double.NaN);

  /** Decades on either side of the center. */
  private static final double REACH = 2;

  /** Logarithms that should be {@code center}. */
  static ColorScale around(double center) {
    return new ColorScale(ColorMap.DIVERGING, center - REACH, center + REACH, true, center);
  }

  /**
   * Logarithms of which none is better than another; most of {@code values}, of which one is
   * finite.
   */
  static ColorScale of(double... values) {
    Spread spread = Spread.ofExponents(values);
    Axis axis = Axis.exponents(spread.min(), spread.max());
    return new ColorScale(ColorMap.VIRIDIS, axis.min(), axis.max(), true, Double.NaN);
  }

  /** The colour of {@code value} as 0xRRGGBB; that of NaN means that nothing was recorded. */
  int rgb(double value) {
    return Double.isNaN(value) ? Palette.BLANK.getRGB() : colors.rgb(position(value));
  }

  /** 0 for the first colour, 1 for the last one. */
  double position(double value) {
    return (value - min) / (max - min);
  }

  /** The one of two numbers that stands out. */
  double worse(double one, double other) {
    if (Double.isNaN(one) || Double.isNaN(other)) {
      return Double.isNaN(one) ? other : one;
    }
    return Double.isNaN(center)
        ? Math.max(one, other)
        : Math.abs(one - center) >= Math.abs(other - center) ? one : other;
  }

  /** The number as text. */
  String text(double value) {
    return NumberText.of(decades ? Math.pow(10, value) : value, 2);
  }

  /** The numbers beside the colours; numbers beyond the ends have the colours of the ends. */
  ImmutableList<Ticks.Tick> ticks() {
    double step = decades ? Math.max(1, Math.ceil((max - min) / 8)) : (max - min) / 4;
    return DoubleStream.iterate(min, value -> value <= max + 1e-9, value -> value + step)
        .mapToObj(value -> new Ticks.Tick(position(value), sign(value) + text(value)))
        .collect(ImmutableList.toImmutableList());
  }

  private String sign(double value) {
    return !decades ? "" : value == min ? "≤ " : value + 1e-9 >= max ? "≥ " : "";
  }
}
