package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TicksTest {
  @Test
  void areRoundNumbers() {
    assertThat(labels(Axis.range(-0.03, 1.02), 6))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(labels(Axis.steps(6000), 4)).containsExactly("0", "2,000", "4,000", "6,000");
  }

  @Test
  void areWholeWhereStepsAreCounted() {
    assertThat(labels(Axis.steps(2), 10)).containsExactly("0", "1", "2");
  }

  @Test
  void tellSmallAndLargeNumbersByAPowerOfTen() {
    assertThat(labels(Axis.range(0, 1e-7), 3)).containsExactly("0", "5·10⁻⁸", "10⁻⁷");
    assertThat(labels(Axis.range(-3e38, 0), 4)).containsExactly("-3·10³⁸", "-2·10³⁸", "-10³⁸", "0");
  }

  @Test
  void arePowersOfTenOnALogarithmicAxis() {
    assertThat(labels(Axis.exponents(-2, 1), 9)).containsExactly("0.01", "0.1", "1", "10");
    assertThat(labels(Axis.exponents(-12, 0), 4)).containsExactly("10⁻¹⁰", "10⁻⁵", "10⁰");
  }

  @Test
  void areNamesOfRowsFromTopToBottomAsFarAsThereIsRoom() {
    List<String> names = List.of("a", "b", "c", "d");
    assertThat(Ticks.names(names, 20, 99).labelled())
        .extracting(Ticks.Tick::label)
        .containsExactly("a", "b", "c", "d");
    assertThat(Ticks.names(names, 6, 99).labelled())
        .extracting(Ticks.Tick::value)
        .containsExactly(3.5, 1.5);
  }

  @Test
  void areAtLeastTwoIfThereIsRoom() {
    assertThat(labels(Axis.range(-0.48, 0.45), 2)).hasSizeGreaterThan(1);
    assertThat(labels(Axis.range(-24_000, -16_000), 2))
        .containsExactly("-24,000", "-20,000", "-16,000");
  }

  @Property
  void liveOnTheAxis(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double min,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double length,
      @ForAll @IntRange(min = 1, max = 20) int most) {
    Axis axis = Axis.range(min, min + length);
    List<Ticks.Tick> ticks = Ticks.of(axis, most).labelled();
    assertThat(ticks).hasSizeBetween(most > 1 ? 2 : 0, most + 1);
    assertThat(ticks).extracting(Ticks.Tick::label).doesNotHaveDuplicates();
    assertThat(ticks)
        .allSatisfy(tick -> assertThat(axis.share(tick.value())).isBetween(-1e-6, 1 + 1e-6));
  }

  private static List<String> labels(Axis axis, int most) {
    return Ticks.of(axis, most).labelled().stream().map(Ticks.Tick::label).toList();
  }
}
