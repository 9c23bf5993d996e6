package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ThinningTest {
  @Property
  void keepsTheExtremes(
      @ForAll @Size(min = 1, max = 400) double[] ys,
      @ForAll @IntRange(min = 1, max = 50) int columns) {
    double[] kept = Thinning.of(places(ys.length), ys, columns).ys();
    assertThat(Doubles.max(kept)).isEqualTo(Doubles.max(ys));
    assertThat(Doubles.min(kept)).isEqualTo(Doubles.min(ys));
  }

  @Property
  void keepsAtMostTwoPointsForAColumnInTheirOrder(
      @ForAll @Size(min = 1, max = 400) double[] ys,
      @ForAll @IntRange(min = 1, max = 50) int columns) {
    double[] kept = Thinning.of(places(ys.length), ys, columns).xs();
    assertThat(kept.length).isLessThanOrEqualTo(2 * columns);
    assertThat(kept).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void keepsAGapThatIsWiderThanAColumn() {
    double[] ys = new double[100];
    Arrays.fill(ys, 40, 60, Double.NaN);
    assertThat(Thinning.of(places(100), ys, 10).ys()).contains(Double.NaN);
  }

  @Test
  void takesInfinityForAGap() {
    double[] ys = new double[100];
    ys[50] = Double.POSITIVE_INFINITY;
    assertThat(Thinning.of(places(100), ys, 10).ys()).containsOnly(0);
  }

  private static double[] places(int n) {
    return IntStream.range(0, n).asDoubleStream().toArray();
  }
}
