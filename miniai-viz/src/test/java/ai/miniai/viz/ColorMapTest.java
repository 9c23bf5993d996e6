package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ColorMapTest {
  @Property
  void getsBrighterAllTheWay(
      @ForAll @DoubleRange(min = 0, max = 0.98) double value,
      @ForAll @DoubleRange(min = 0.01, max = 1) double step) {
    assertThat(luminance(ColorMap.VIRIDIS.rgb(value + step)))
        .isGreaterThan(luminance(ColorMap.VIRIDIS.rgb(value)));
  }

  @Test
  void hasTheViridisOfMatplotlib() {
    assertThat(ColorMap.VIRIDIS.rgb(0)).isEqualTo(0x440154);
    assertThat(ColorMap.VIRIDIS.rgb(0.25)).isEqualTo(0x3b528b);
    assertThat(ColorMap.VIRIDIS.rgb(0.5)).isEqualTo(0x21908c);
    assertThat(ColorMap.VIRIDIS.rgb(0.75)).isEqualTo(0x5dc963);
    assertThat(ColorMap.VIRIDIS.rgb(1)).isEqualTo(0xfde725);
  }

  @Test
  void takesTheNearerEndOutsideOfItsRange() {
    assertThat(ColorMap.VIRIDIS.rgb(-3)).isEqualTo(ColorMap.VIRIDIS.rgb(0));
    assertThat(ColorMap.VIRIDIS.rgb(7)).isEqualTo(ColorMap.VIRIDIS.rgb(1));
  }

  @Test
  void isPaleInTheMiddleOfADivergingMap() {
    double middle = luminance(ColorMap.DIVERGING.rgb(0.5));
    assertThat(middle).isGreaterThan(0.9);
    assertThat(luminance(ColorMap.DIVERGING.rgb(0.1))).isLessThan(middle / 3);
    assertThat(luminance(ColorMap.DIVERGING.rgb(0.9))).isLessThan(middle / 3);
    assertThat(ColorMap.DIVERGING.color(0).getBlue()).isGreaterThan(80);
    assertThat(ColorMap.DIVERGING.color(1).getRed()).isGreaterThan(80);
  }

  /** Relative luminance, as in ITU-R BT.709, of values that are not linear. */
  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 255)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int level) {
    return Math.pow(level / 255.0, 2.2);
  }
}
