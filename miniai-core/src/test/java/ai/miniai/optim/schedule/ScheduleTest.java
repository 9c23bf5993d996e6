package ai.miniai.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The reference numbers come from PyTorch 1.13, {@code torch.optim.lr_scheduler}. */
class ScheduleTest {
  private static double[] rates(Schedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(step -> schedule.lr(step, 0.1)).toArray();
  }

  private static double[] momenta(Schedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(step -> schedule.momentum(step, 0.9)).toArray();
  }

  private static void assertNumbers(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, offset(1e-15));
  }

  @Test
  void oneCycleIsPyTorchs() {
    // GIVEN
    Schedule cycle = new OneCycle(0.6, 12);
    // WHEN, THEN
    assertNumbers(
        rates(cycle, 12),
        0.02400000000000002,
        0.20987379253174981,
        0.5275710954732772,
        0.5966492612705471,
        0.559807781904847,
        0.48704739236985783,
        0.388427398617062,
        0.27758226160018507,
        0.16983659892521955,
        0.08008651811329837,
        0.020740192455237134,
        2.4e-06);
    assertNumbers(
        momenta(cycle, 12),
        0.95,
        0.9177302443521267,
        0.8625744625914449,
        0.8505584586887436,
        0.856698729810778,
        0.8688255099070633,
        0.8852622412794547,
        0.9037365046793212,
        0.9216941869558779,
        0.9366525935914912,
        0.9465436874322102,
        0.95);
  }

  @Test
  void oneCycleIsPyTorchsWithOtherNumbersToo() {
    // WHEN, THEN
    assertNumbers(
        rates(new OneCycle(0.6, 12, 0.25, 10, 100, 0.8, 0.9), 12),
        0.05999999999999994,
        0.32999999999999996,
        0.6,
        0.5819258784495367,
        0.5298835196027577,
        0.45014999999999994,
        0.352342358846779,
        0.24825764115322094,
        0.15045000000000003,
        0.07071648039724232,
        0.018674121550463274,
        0.0006);
  }

  @Property
  void oneCycleStaysWithinItsBoundsWhateverItsLength(
      @ForAll @IntRange(min = 1, max = 300) int steps,
      @ForAll @DoubleRange(min = 0, max = 1) double pctStart) {
    // GIVEN
    OneCycle cycle = new OneCycle(1, steps, pctStart, 25, 1e4, 0.85, 0.95);
    // WHEN, THEN
    assertThat(DoubleStream.of(rates(cycle, steps))).allMatch(lr -> lr > 3e-6 && lr < 1 + 1e-12);
    assertThat(DoubleStream.of(momenta(cycle, steps)))
        .allMatch(m -> m > 0.85 - 1e-12 && m < 0.95 + 1e-12);
  }

  @Test
  void oneCycleEnds() {
    assertThatThrownBy(() -> new OneCycle(0.6, 12).lr(12, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the cycle has 12 steps, numbered from 0, and this is step 12: a fit has epochs ·"
                + " batches");
  }

  @Test
  void cosineAnnealingIsPyTorchs() {
    assertNumbers(
        rates(new CosineAnnealing(5, 0.01), 8),
        0.1,
        0.09140576474687263,
        0.06890576474687263,
        0.04109423525312736,
        0.018594235253127367,
        0.01,
        0.018594235253127367,
        0.04109423525312739);
  }

  @Test
  void exponentialIsPyTorchs() {
    assertNumbers(rates(new Exponential(0.9), 4), 0.1, 0.09, 0.081, 0.0729);
  }

  @Test
  void stepIsPyTorchs() {
    assertNumbers(rates(new Step(2, 0.1), 6), 0.1, 0.1, 0.01, 0.01, 0.001, 0.001);
  }

  @Test
  void linearWarmupIsPyTorchs() {
    assertNumbers(
        rates(new LinearWarmup(4), 6),
        0.03333333333333333,
        0.05,
        0.06666666666666668,
        0.08333333333333334,
        0.1,
        0.1);
  }

  @Test
  void aSequenceIsPyTorchs() {
    // GIVEN
    Schedule sequence =
        new LinearWarmup(3, 0.1).then(3, new CosineAnnealing(4)).then(6, new Exponential(0.5));
    // WHEN, THEN
    assertNumbers(
        rates(sequence, 9),
        0.010000000000000002,
        0.04,
        0.07,
        0.1,
        0.08535533905932738,
        0.05,
        0.1,
        0.05,
        0.025);
  }

  @Test
  void aWarmUpEndsWhereTheNextScheduleBegins() {
    // GIVEN
    Schedule next = new CosineAnnealing(4);
    // WHEN, THEN
    assertNumbers(
        rates(new LinearWarmup(3, 0.1).then(next), 8),
        rates(new LinearWarmup(3, 0.1).then(3, next), 8));
  }

  @Test
  void aSequenceGoesForTheMomentumToo() {
    // GIVEN
    Schedule sequence = new Exponential(0.5).then(2, new OneCycle(0.6, 12));
    // WHEN, THEN
    assertNumbers(momenta(sequence, 4), 0.9, 0.9, 0.95, 0.9177302443521267);
  }

  @Test
  void theRatesOfACycleCanBeHadWithoutItsMomentum() {
    // GIVEN
    Schedule ratesOnly = new OneCycle(0.6, 12).lrOnly();
    // WHEN, THEN
    assertThat(ratesOnly.momentum(3, 0.9)).isEqualTo(0.9);
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new OneCycle(0, 12))
        .hasMessage("the highest rate must be finite, above 0, not 0.0");
    assertThatThrownBy(() -> new OneCycle(1, 12, 1.5, 25, 1e4, 0.85, 0.95))
        .hasMessage("pctStart must lie in [0, 1], not 1.5");
    assertThatThrownBy(() -> new OneCycle(1, 12, 0.3, 25, 1e4, 0.85, 1))
        .hasMessage("maxMomentum must lie in [0, 1), not 1.0");
    assertThatThrownBy(() -> new CosineAnnealing(0))
        .hasMessage("cosine annealing wants 1 step or more, not 0");
    assertThatThrownBy(() -> new Exponential(-1))
        .hasMessage("gamma must be finite and above 0, not -1.0");
    assertThatThrownBy(() -> new LinearWarmup(3, 0))
        .hasMessage("the start factor must lie in (0, 1], not 0.0");
    assertThatThrownBy(() -> new Exponential(0.5).then(0, new Exponential(1)))
        .hasMessage("a milestone is the number of a step, 1 or more, not 0");
  }
}
