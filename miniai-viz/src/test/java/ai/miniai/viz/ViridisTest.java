package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ViridisTest {
  @Property
  void getsBrighterAllTheWay(
      @ForAll @DoubleRange(min = 0, max = 0.98) double value,
      @ForAll @DoubleRange(min = 0.01, max = 1) double step) {
    assertThat(luminance(Viridis.rgb(value + step))).isGreaterThan(luminance(Viridis.rgb(value)));
  }

  @Test
  void hasTheColoursOfMatplotlib() {
    assertThat(Viridis.rgb(0)).isEqualTo(0x440154);
    assertThat(Viridis.rgb(0.25)).isEqualTo(0x3b528b);
    assertThat(Viridis.rgb(0.5)).isEqualTo(0x21908c);
    assertThat(Viridis.rgb(0.75)).isEqualTo(0x5dc963);
    assertThat(Viridis.rgb(1)).isEqualTo(0xfde725);
  }

  @Test
  void takesTheNearerEndOutsideOfItsRange() {
    assertThat(Viridis.rgb(-3)).isEqualTo(Viridis.rgb(0));
    assertThat(Viridis.rgb(7)).isEqualTo(Viridis.rgb(1));
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
