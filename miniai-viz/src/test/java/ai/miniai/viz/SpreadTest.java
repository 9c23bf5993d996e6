package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void isTheRangeOfOrdinaryValues() {
    Spread spread = Spread.of(2.3, 1.9, Double.NaN, 0.4, Double.POSITIVE_INFINITY);
    assertThat(spread.min()).isEqualTo(0.4);
    assertThat(spread.max()).isEqualTo(2.3);
    assertThat(spread.note()).isEmpty();
  }

  @Test
  void leavesOutAnOutlierAndSaysSo() {
    double[] losses = falling(200);
    losses[70] = 3e30;
    Spread spread = Spread.of(losses);
    assertThat(spread.max()).isBetween(2.0, 10.0);
    assertThat(spread.note()).isEqualTo("1 value above the picture, up to 3·10³⁰");
  }

  @Test
  void leavesOutNothingOfALossThatGrowsExponentially() {
    double[] losses = IntStream.range(0, 100).mapToDouble(Math::exp).toArray();
    assertThat(Spread.of(losses).max()).isEqualTo(losses[99]);
  }

  @Test
  void leavesOutNothingOfALossThatFalls() {
    assertThat(Spread.of(falling(6000)).note()).isEmpty();
  }

  @Test
  void hasRoomAroundAConstantWithAnOutlier() {
    double[] values = new double[50];
    Arrays.fill(values, 1);
    values[3] = -1e9;
    Spread spread = Spread.of(values);
    assertThat(spread.min()).isBetween(-10.0, 1.0);
    assertThat(spread.note()).isEqualTo("1 value below the picture, down to -10⁹");
  }

  @Test
  void showsOneOfManyZeros() {
    assertThat(Spread.of(0, 0, 0, 5).max()).isEqualTo(5);
  }

  /** From 2.3 to 0.3, as losses do. */
  private static double[] falling(int n) {
    return IntStream.range(0, n).mapToDouble(i -> 0.3 + 2 * Math.exp(-20.0 * i / n)).toArray();
  }
}
