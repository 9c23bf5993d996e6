package ai.miniai.callback.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Recorder;
import ai.miniai.callback.progress.CsvLoggerCB;
import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.progress.TimerCB;
import ai.miniai.callback.tracker.EarlyStoppingCB;
import ai.miniai.callback.tracker.Monitor;
import ai.miniai.learner.CapturePreds;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void keepsTheRatioOfTheGroupsRates() {
    // GIVEN the usual factory of a fine-tuning: the body learns at a tenth of the head's rate
    List<List<Double>> rates = new ArrayList<>();
    Learner learner =
        withLosses(4, 3, 2, 1)
            .optimizer(
                (parameters, lr) ->
                    new SGD(
                        List.of(
                            new ParameterGroup(
                                Maps.filterKeys(parameters, name -> name.startsWith("0.")),
                                lr / 10),
                            new ParameterGroup(
                                Maps.filterKeys(parameters, name -> !name.startsWith("0.")), lr)),
                        false));
    LRFinderCB finder = new LRFinderCB(2, 3);
    Callback watch =
        new Callback() {
          @Override
          public void beforeBatch() {
            rates.add(opt().groups().stream().map(ParameterGroup::lr).toList());
          }
        };
    // WHEN
    learner.fit(2, true, false, List.of(watch, finder), 0.5);
    // THEN
    assertThat(rates)
        .containsExactly(
            List.of(0.05, 0.5), List.of(0.1, 1.0), List.of(0.2, 2.0), List.of(0.4, 4.0));
    assertThat(finder.rates()).containsExactly(0.5, 1, 2, 4);
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
  void goesOnWhereTheLossIsNegative() {
    assertThat(find(-1, -1.2, -1.1, -1.5, -1.4, -0.5).losses()).hasSize(6);
  }

  @Test
  void goesOnAfterALossOfNothing() {
    assertThat(find(1, 0, 0.5, 0.9, 0, 1).losses()).hasSize(6);
    assertThat(find(0, 0, 0.5, 0.6).losses()).hasSize(4);
  }

  @Test
  void stopsWhenALossThatWasNegativeHasGrownFarBeyondItsMagnitude() {
    // GIVEN
    Learner learner = withLosses(-1, -2, -1, 1.9, 2.1, 0);
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner, 2, 3, 1e-3, 3);
    // THEN
    assertThat(finder.losses()).containsExactly(-1, -2, -1, 1.9, 2.1);
    assertThat(learner.cancelReason())
        .contains("the loss has grown from -2.0 to 2.1, of magnitudes to 2.0");
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

  @Test
  void leavesRecordersWithWhatTheyHoldOfTheLastFit(@TempDir Path folder) throws IOException {
    // GIVEN
    MetricsCB metrics = new MetricsCB().log(row -> {});
    RecorderCB recorder = new RecorderCB().loss();
    ProgressCB progress = new ProgressCB(new PrintStream(OutputStream.nullOutputStream()));
    TimerCB timer = new TimerCB().log(timing -> {});
    CapturePreds capture = new CapturePreds();
    Path csv = folder.resolve("metrics.csv");
    Learner learner =
        Toy.trainLearner(metrics, recorder, progress, timer, capture, new CsvLoggerCB(csv));
    learner.fit(3);
    var rows = metrics.rows();
    double[] losses = recorder.lines().get("loss");
    LossHistory history = progress.history();
    var timings = timer.timings();
    double[] preds = capture.predictions().preds().toDoubles();
    String logged = Files.readString(csv);
    // WHEN
    LRFinderCB.lrFind(learner, 3, 3, 1, 5);
    // THEN
    assertThat(metrics.rows()).isEqualTo(rows);
    assertThat(recorder.lines().get("loss")).isEqualTo(losses);
    assertThat(progress.history()).isEqualTo(history);
    assertThat(timer.timings()).isEqualTo(timings);
    assertThat(capture.predictions().preds().toDoubles()).isEqualTo(preds);
    assertThat(csv).hasContent(logged);
  }

  @Test
  void isNotEndedByWhatWatchesTheMetrics() {
    // GIVEN
    Learner learner =
        Toy.trainLearner(new EarlyStoppingCB(Monitor.min("loss"), 1), new MetricsCB());
    // WHEN
    LRFinderCB finder = LRFinderCB.lrFind(learner, 2, 100, 1e-3, 2);
    // THEN
    assertThat(finder.rates()).hasSize(4);
  }

  // ---------------------------------------------------------------- the suggestion

  /** A fall around 1.9·10⁻³, a floor, and the explosion, with noise and a spike at 0.075. */
  private static LRFinderCB noisy(long seed) {
    Random random = new Random(seed);
    double[] losses = new double[46];
    for (int i = 0; i < losses.length; i++) {
      losses[i] =
          2.3
              - 1.5 / (1 + Math.exp((20 - i) / 2.5))
              + 0.5 * Math.exp((i - 42) / 2.5)
              + 0.1 * random.nextGaussian();
    }
    losses[34] += 1.2;
    return LRFinderCB.lrFind(withLosses(losses), 1.3, 100, 1e-5, losses.length / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noiseAndSpikesDoNotMisleadIt(long seed) {
    // WHEN
    LRFinderCB finder = noisy(seed);
    // THEN each rate lies where the loss falls, the least a decade beyond
    assertThat(finder.suggestion(SuggestionMethod.STEEP)).isBetween(1e-3, 4e-3);
    assertThat(finder.suggestion(SuggestionMethod.VALLEY)).isBetween(3e-4, 4e-3);
    assertThat(finder.suggestion(SuggestionMethod.MINIMUM)).isBetween(7e-4, 8e-3);
    assertThat(finder.suggestion(SuggestionMethod.SLIDE)).isBetween(1e-5, 4e-3);
  }

  @Test
  void leavesOutTheFirstTenthAndTheLastFive() {
    // GIVEN
    double[] rates = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    double[] losses = {9, 7, 7, 7, 7, 7, 7, 1, 1, 1, 1, 1};
    // WHEN
    LossCurve curve = LossCurve.of(rates, losses);
    // THEN
    assertThat(curve.rates()).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(curve.losses()).containsExactly(7, 7, 7, 7, 7, 7);
  }

  @Test
  void leavesOutMethodsThatWantMoreLosses() {
    assertThat(find(9, 8, 7, 6, 5, 4, 3, 2).suggestions())
        .containsOnlyKeys(
            SuggestionMethod.VALLEY, SuggestionMethod.MINIMUM, SuggestionMethod.STEEP);
    assertThat(find(4, 3, 2, 1).suggestions()).isEmpty();
  }

  @Test
  void suggestsTheFirstRateIfTheLossNeverFalls() {
    assertThat(find(1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7).suggestion()).isEqualTo(1e-3);
  }

  @Test
  void suggestsNothingFromFewBatches() {
    // GIVEN
    LRFinderCB finder = find(3, 2, 2, 2, 2, 2);
    // WHEN, THEN
    assertThatThrownBy(finder::suggestion)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "a suggestion (VALLEY) wants the finite losses of 2 batches, not 1, beside the first"
                + " tenth and the last five");
  }
}
