package ai.miniai.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LRFinderCBTest {
  /** A learner whose training losses are these, one batch after the other. */
  private static Learner withLosses(double... losses) {
    return Toy.learner(
        new Callback() {
          private int next;

          @Override
          public void predict() {
            learn().preds(batch().x());
          }

          @Override
          public void getLoss() {
            learn().loss(Tensor.of(new double[] {losses[next++]}, 1));
          }
        });
  }

  private static LRFinderCB find(double... losses) {
    return LRFinderCB.lrFind(withLosses(losses), 2, 3, 1e-3, losses.length / 2);
  }

  // ---------------------------------------------------------------- the search

  @Test
  void raisesTheRateByGammaAfterEachBatch() {
    // WHEN
    LRFinderCB finder = find(4, 3, 2, 1);
    // THEN
    assertThat(finder.rates()).containsExactly(1e-3, 2e-3, 4e-3, 8e-3);
    assertThat(finder.losses()).containsExactly(4, 3, 2, 1);
  }

  @Test
  void goesFromTenToTheMinusFiveByFactorsOf13ForTenEpochsAtMost() {
    // WHEN
    LRFinderCB finder =
        LRFinderCB.lrFind(withLosses(DoubleStream.generate(() -> 1).limit(20).toArray()));
    // THEN
    assertThat(finder.rates()).hasSize(20);
    assertThat(finder.rates()[0]).isEqualTo(1e-5);
    assertThat(finder.rates()[19]).isCloseTo(1e-5 * Math.pow(1.3, 19), within(1e-12));
  }

  @Test
  void stopsWhenTheLossHasGrownToAMultipleOfItsLeast() {
    // GIVEN
    Learner learner = withLosses(2, 1, 2.9, 3.1, 1, 1);
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner, 2, 3, 1e-3, 3);
    // THEN
    assertThat(finder.losses()).containsExactly(2, 1, 2.9, 3.1);
    assertThat(learner.cancelReason()).contains("the loss has grown to 3.0 times its least");
  }

  @Test
  void stopsWhenTheLossIsNoNumber() {
    // GIVEN
    Learner learner = withLosses(2, Double.NaN, 1, 1);
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner, 2, 3, 1e-3, 2);
    // THEN
    assertThat(finder.losses()).containsExactly(2, Double.NaN);
    assertThat(learner.cancelReason()).contains("the loss is NaN");
  }

  @Test
  void stopsWhenTheLossIsInfiniteFromTheBeginning() {
    // WHEN
    LRFinderCB finder = find(Double.POSITIVE_INFINITY, 1, 1, 1);
    // THEN
    assertThat(finder.losses()).hasSize(1);
  }

  @Test
  void stopsBeforeTheRateOverflows() {
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(withLosses(1, 1, 1, 1), 1e200, 3, 1, 2);
    // THEN
    assertThat(finder.rates()).containsExactly(1, 1e200);
  }

  @Test
  void trainsOnlyWhenItIsUsedAsACallback() {
    // GIVEN
    LRFinderCB finder = new LRFinderCB();
    // WHEN
    withLosses(1, 1, 1, 1, 1, 1).fit(1, finder);
    // THEN
    assertThat(finder.losses()).hasSize(2);
  }

  @Test
  void beginsAnewInEachFit() {
    // GIVEN
    LRFinderCB finder = new LRFinderCB();
    Learner learner = withLosses(1, 1, 5, 5);
    learner.fit(1, true, false, List.of(finder), 1);
    // WHEN
    learner.fit(1, true, false, List.of(finder), 0.5);
    // THEN
    assertThat(finder.losses()).containsExactly(5, 5);
    assertThat(finder.rates()[0]).isEqualTo(0.5);
  }

  @Test
  void refusesRatesThatDoNotGrow() {
    assertThatThrownBy(() -> new LRFinderCB(1, 3))
        .hasMessage("the rate must grow: gamma must be above 1, not 1.0");
    assertThatThrownBy(() -> new LRFinderCB(1.3, 1))
        .hasMessage("maxMultiple must be above 1, not 1.0");
  }

  // ---------------------------------------------------------------- what it leaves behind

  @Test
  void putsWeightsOptimizerAndModeBack() {
    // GIVEN a trained learner
    Learner learner = Toy.trainLearner().keepOptimizer(true);
    learner.fit(1);
    Optimizer optimizer = learner.opt();
    var weights = Toy.weights(learner.model());
    boolean training = learner.model().training();
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner, 3, 3, 1, 5);
    // THEN
    assertThat(finder.rates()).hasSizeGreaterThan(2);
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(weights);
    assertThat(learner.opt()).isSameAs(optimizer);
    assertThat(optimizer.lr()).isEqualTo(0.1);
    assertThat(learner.model().training()).isEqualTo(training);
  }

  @Test
  void putsThemBackAlsoWhenTheFitFails() {
    // GIVEN
    Recorder failing = new Recorder(12, () -> new IllegalStateException("by intent"));
    Learner learner = Toy.trainLearner(failing);
    learner.model().eval();
    var weights = Toy.weights(learner.model());
    // WHEN
    assertThatThrownBy(() -> LRFinderCB.lrFind(learner, 3, 3, 1, 5))
        .hasMessageContaining("by intent");
    // THEN
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(weights);
    assertThat(learner.model().training()).isFalse();
    assertThatThrownBy(learner::opt).hasMessageContaining("one is made when a fit begins");
  }

  @Test
  void trainsAfterwardsAsIfNothingHadBeen() {
    // GIVEN
    Learner searched = Toy.trainLearner();
    Learner fresh = Toy.trainLearner();
    LRFinderCB.lrFind(searched, 3, 3, 1, 5);
    // WHEN
    searched.fit(2);
    fresh.fit(2);
    // THEN
    assertThat(Toy.weights(searched.model()))
        .usingRecursiveComparison()
        .isEqualTo(Toy.weights(fresh.model()));
  }

  // ---------------------------------------------------------------- the suggestion

  @Test
  void suggestsHalfwayIntoTheValley() {
    // GIVEN a plateau, a fall over twelve batches, and the beginning of the explosion
    double[] losses = {5, 5, 5, 5, 4.6, 4.2, 3.8, 3.4, 3, 2.6, 2.2, 1.8, 1.4, 1, 1.5, 2};
    // WHEN
    LRFinderCB finder = find(losses);
    // THEN the valley is the eleven falls up to batch 13
    assertThat(finder.suggestion()).isEqualTo(1e-3 * Math.pow(2, 2 + 3 + 1), within(1e-12));
  }

  /** A plateau, a fall, a valley floor and the explosion. */
  private static final double[] CURVE = {
    3.0, 3.001, 3.002, 3.003, 3.004, 3.005, 3.006, 3.007, 3.008, 3.009, 2.8, 2.6, 2.4, 2.2, 2.0,
    1.8, 1.6, 1.4, 1.4, 1.399, 1.398, 1.397, 1.396, 1.395, 1.5, 1.8, 2.4, 3.3
  };

  /** What fastai's functions give for these losses at these rates. */
  @Test
  void suggestsByAnyOfFastaisMethods() {
    // WHEN
    LRFinderCB finder = find(CURVE);
    // THEN
    assertThat(finder.suggestions().keySet()).containsExactly(SuggestionMethod.values());
    assertThat(finder.suggestion(SuggestionMethod.VALLEY))
        .isCloseTo(1e-3 * Math.pow(2, 15), within(1e-9));
    assertThat(finder.suggestion(SuggestionMethod.SLIDE))
        .isCloseTo(1e-3 * Math.pow(2, 8), within(1e-9));
    assertThat(finder.suggestion(SuggestionMethod.MINIMUM))
        .isCloseTo(1e-4 * Math.pow(2, 23), within(1e-9));
    assertThat(finder.suggestion(SuggestionMethod.STEEP))
        .isCloseTo(1e-3 * Math.pow(2, 9), within(1e-9));
  }

  @Test
  void anIntervalThatNeverFitsSlidesToTheEnd() {
    // GIVEN a loss whose slope differs everywhere
    double[] losses =
        DoubleStream.iterate(1, x -> x + 1).limit(16).map(x -> 1 + x * x / 200).toArray();
    // WHEN, THEN
    assertThat(find(losses).suggestion(SuggestionMethod.SLIDE)).isEqualTo(1e-3);
  }

  @Test
  void leavesOutMethodsThatWantMoreLosses() {
    assertThat(find(4, 3, 2, 1).suggestions())
        .containsOnlyKeys(
            SuggestionMethod.VALLEY, SuggestionMethod.MINIMUM, SuggestionMethod.STEEP);
  }

  @Test
  void suggestsTheFirstRateIfTheLossNeverFalls() {
    assertThat(find(1, 1.1, 1.2, 1.3).suggestion()).isEqualTo(1e-3);
  }

  @Test
  void suggestsNothingFromOneBatch() {
    // GIVEN
    LRFinderCB finder = find(Double.NaN, 1);
    // WHEN, THEN
    assertThatThrownBy(finder::suggestion)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a suggestion (VALLEY) wants the finite losses of 2 batches, not 0");
  }

  /** Where fastai's {@code valley} begins a valley at −1, which means the last rate, it says 0. */
  @Property(tries = 200)
  void agreesWithFastai(
      @ForAll @Size(min = 4, max = 30) List<@DoubleRange(min = 1, max = 2.9) Double> curve) {
    int even = curve.size() - curve.size() % 2;
    double[] losses = curve.stream().limit(even).mapToDouble(x -> x).toArray();
    int[] valley = fastaiValley(losses);
    Assume.that(valley[0] >= 0);
    double third = (valley[1] - valley[0]) / 3.0;
    int expected = valley[0] + (int) third + (int) (third / 2);
    // WHEN
    LRFinderCB finder = find(losses);
    // THEN
    assertThat(finder.suggestion()).isEqualTo(finder.rates()[expected]);
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
