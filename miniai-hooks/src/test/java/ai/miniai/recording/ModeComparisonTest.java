package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/** Distributions side by side, and what it costs to have them. */
class ModeComparisonTest {
  private static final Bins BINS = new Bins(8, 1, 3);

  private static Distribution of(double... values) {
    return Distribution.of(
        values.length, Tensor.of(values, values.length).distribution(BINS).toDoubles());
  }

  // ---------------------------------------------------------------- distance

  /** Values in the middle of bins, so that nothing is lost in them. */
  @Property(tries = 200)
  void isThatOfKolmogorovAndSmirnov(
      @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = 0, max = 4) Double> a,
      @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = 0, max = 4) Double> b) {
    double[] left = a.stream().mapToDouble(ModeComparisonTest::middle).toArray();
    double[] right = b.stream().mapToDouble(ModeComparisonTest::middle).toArray();
    double expected = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(left, right);
    assertThat(of(left).distance(of(right))).isCloseTo(expected, within(1e-12));
    assertThat(of(right).distance(of(left))).isCloseTo(expected, within(1e-12));
  }

  private static double middle(double value) {
    return value < 1
        ? 0.5
        : value > 3 ? 4 : 1 + (Math.min(7, Math.floor((value - 1) * 4)) + 0.5) / 4;
  }

  @Test
  void isNotKnownWhereNothingIsFinite() {
    assertThat(of(Double.NaN).distance(of(1, 2))).isNaN();
    assertThat(of(Double.NaN, 2, 1).distance(of(1, 2))).isZero();
  }

  // ---------------------------------------------------------------- modes

  private static DistributionRecorder recorder() {
    DistributionRecorder recorder = new DistributionRecorder(Quantity.ACTIVATIONS, BINS);
    add(recorder, new Place(0, 0, true), 1);
    add(recorder, new Place(1, 0, true), 1);
    add(recorder, new Place(1, 1, true), 2.5);
    add(recorder, new Place(1, 0, false), 2);
    return recorder;
  }

  private static void add(DistributionRecorder recorder, Place place, double value) {
    recorder.beginColumn(place);
    recorder.add("a", Tensor.of(new double[] {value, value}, 2));
  }

  @Test
  void comparesTheLastTrainingBatchesWithValidationInEachEpochThatHasBoth() {
    // GIVEN
    Recording recording = recorder().recording();
    // WHEN
    List<ModeComparison> comparisons = ModeComparison.of(recording, recording.layer("a"));
    // THEN
    assertThat(comparisons).containsExactly(new ModeComparison("a", 1, of(2.5, 2.5), of(2, 2)));
    assertThat(comparisons.get(0).distance()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- cost

  @Test
  void tellsWhatWatchingCosts() {
    // GIVEN
    LayerStats cheap = LayerStats.of("cheap", BINS, List.of(of(1), of(1)));
    cheap.addNanos(1_000_000);
    LayerStats dear = LayerStats.of("dear", BINS, List.of(of(1), of(1)));
    dear.addNanos(5_000_000);
    Recording recording =
        new Recording(
            ImmutableList.of(cheap, dear),
            ImmutableList.of(
                new Recording.Column(0, 0, true, 3), new Recording.Column(0, 4, true, 1)));
    RunRecord run =
        new RunRecord(
            ImmutableList.of(recording),
            RunRecord.of(List.of()).losses(),
            OptionalInt.empty(),
            60_000_000);
    // WHEN
    WatchingCost cost = WatchingCost.of(run);
    // THEN
    assertThat(cost.rows()).extracting(WatchingCost.Row::layer).containsExactly("dear", "cheap");
    assertThat(cost.rows().get(0).millisEach()).isEqualTo(1.25);
    assertThat(cost.toString().lines())
        .containsExactly(
            "recorded             of                         ms a batch   % of fit",
            "activations          dear                            1.250       8.33",
            "activations          cheap                           0.250       1.67",
            "all                                                             10.00");
    assertThat(WatchingCost.of(RunRecord.of(run.recordings())).toString()).contains("1.250 ");
  }
}
