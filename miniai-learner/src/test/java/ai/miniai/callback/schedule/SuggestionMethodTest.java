package ai.miniai.callback.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What the methods choose from losses as they are, at rates that double from 10⁻³. */
class SuggestionMethodTest {
  /** A plateau, a fall, a valley floor and the explosion. */
  private static final double[] CURVE = {
    3.0, 3.001, 3.002, 3.003, 3.004, 3.005, 3.006, 3.007, 3.008, 3.009, 2.8, 2.6, 2.4, 2.2, 2.0,
    1.8, 1.6, 1.4, 1.4, 1.399, 1.398, 1.397, 1.396, 1.395, 1.5, 1.8, 2.4, 3.3
  };

  private static double rate(int batch) {
    return 1e-3 * Math.pow(2, batch);
  }

  private static double choose(SuggestionMethod method, double... losses) {
    double[] rates = new double[losses.length];
    Arrays.setAll(rates, SuggestionMethodTest::rate);
    return method.choose(rates, losses);
  }

  /** What fastai's functions give for these losses at these rates. */
  @Test
  void chooseAsFastaisFunctions() {
    assertThat(choose(SuggestionMethod.VALLEY, CURVE)).isEqualTo(rate(15));
    assertThat(choose(SuggestionMethod.SLIDE, CURVE)).isEqualTo(rate(8));
    assertThat(choose(SuggestionMethod.MINIMUM, CURVE)).isEqualTo(rate(23) / 10);
    assertThat(choose(SuggestionMethod.STEEP, CURVE)).isEqualTo(rate(9));
  }

  @Test
  void aValleyIsEnteredHalfway() {
    // GIVEN a plateau, a fall over twelve batches, and the beginning of the explosion
    double[] losses = {5, 5, 5, 5, 4.6, 4.2, 3.8, 3.4, 3, 2.6, 2.2, 1.8, 1.4, 1, 1.5, 2};
    // WHEN, THEN the valley is the eleven falls up to batch 13
    assertThat(choose(SuggestionMethod.VALLEY, losses)).isEqualTo(rate(2 + 3 + 1));
  }

  @Test
  void anIntervalThatNeverFitsSlidesToTheEnd() {
    // GIVEN a loss whose slope differs everywhere
    double[] losses =
        DoubleStream.iterate(1, x -> x + 1).limit(16).map(x -> 1 + x * x / 200).toArray();
    // WHEN, THEN
    assertThat(choose(SuggestionMethod.SLIDE, losses)).isEqualTo(rate(0));
  }

  /** Where fastai's {@code valley} begins a valley at −1, which means the last rate, it says 0. */
  @Property(tries = 200)
  void agreesWithFastai(
      @ForAll @Size(min = 4, max = 30) List<@DoubleRange(min = 1, max = 2.9) Double> curve) {
    double[] losses = curve.stream().mapToDouble(x -> x).toArray();
    int[] valley = fastaiValley(losses);
    Assume.that(valley[0] >= 0);
    double third = (valley[1] - valley[0]) / 3.0;
    int expected = valley[0] + (int) third + (int) (third / 2);
    assertThat(choose(SuggestionMethod.VALLEY, losses)).isEqualTo(rate(expected));
  }

  /** Begin and end of the longest valley, line by line as in fastai's callback/schedule.py. */
  private static int[] fastaiValley(double... losses) {
    int maxStart = 0;
    int maxEnd = 0;
    int[] lds = new int[losses.length];
    Arrays.fill(lds, 1);
    for (int i = 1; i < losses.length; i++) {
      for (int j = 0; j < i; j++) {
        if (losses[i] < losses[j] && lds[i] < lds[j] + 1) {
          lds[i] = lds[j] + 1;
        }
        if (lds[maxEnd] < lds[i]) {
          maxEnd = i;
          maxStart = maxEnd - lds[maxEnd];
        }
      }
    }
    return new int[] {maxStart, maxEnd};
  }
}
