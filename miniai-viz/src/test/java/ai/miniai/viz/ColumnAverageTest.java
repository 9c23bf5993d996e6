package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ColumnAverageTest {
  @Property
  void keepsTheMean(
      @ForAll @Size(min = 1, max = 300) List<@DoubleRange(min = 0, max = 1e6) Double> counts,
      @ForAll @IntRange(min = 1, max = 300) int width) {
    double[] values = Doubles.toArray(counts);
    int columns = Math.min(width, values.length);
    double[] fewer = ColumnAverage.of(values, columns);
    assertThat(fewer).hasSize(columns);
    assertThat(mean(fewer)).isCloseTo(mean(values), within(1e-6 + 1e-9 * mean(values)));
  }

  @Test
  void leavesEnoughRoomAlone() {
    assertThat(ColumnAverage.of(new double[] {3, 1, 2}, 3)).containsExactly(3, 1, 2);
  }

  @Test
  void sharesAValueBetweenTheStretchesItLiesIn() {
    assertThat(ColumnAverage.of(new double[] {0, 6, 3}, 2)).containsExactly(2, 4);
  }

  @Test
  void leavesNothingOut() {
    double[] values = {Double.NaN, 4, Double.NaN, Double.NaN};
    assertThat(ColumnAverage.of(values, 2)).containsExactly(4, Double.NaN);
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
