package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.ReduceLROnPlateauCB.ThresholdMode;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.Exponential;
import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReduceLROnPlateauCBTest {
  private static final Monitor LOSS = Monitor.min("loss");

  @TempDir Path folder;

  private final MetricsCB metrics = new MetricsCB().log(row -> {});

  /** Writes down the rates of all groups after each epoch. */
  private static final class Rates extends Callback {
    private final List<double[]> rates = new ArrayList<>();

    @Override
    public int order() {
      return 10;
    }

    @Override
    public void cleanupEpoch() {
      if (!training()) {
        rates.add(opt().groups().stream().mapToDouble(ParameterGroup::lr).toArray());
      }
    }

    double[] of(int group) {
      return rates.stream().mapToDouble(all -> all[group]).toArray();
    }
  }

  private final Rates rates = new Rates();

  // ---------------------------------------------------------------- PyTorch's numbers

  record Case(String settings, double[] metric, double[] first, double[] second) {
    @Override
    public String toString() {
      return settings;
    }
  }

  static Stream<Case> cases() throws IOException {
    return Resources.readLines(
            Resources.getResource(ReduceLROnPlateauCBTest.class, "plateau.txt"),
            StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Splitter.on(" | ").splitToList(line))
        .map(
            parts ->
                new Case(
                    parts.get(0),
                    numbers(parts.get(1)),
                    numbers(parts.get(2)),
                    numbers(parts.get(3))));
  }

  private static double[] numbers(String text) {
    return Splitter.on(' ').splitToStream(text).mapToDouble(Double::parseDouble).toArray();
  }

  private static ReduceLROnPlateauCB callback(String settings) {
    List<String> s = Splitter.on(' ').splitToList(settings);
    return new ReduceLROnPlateauCB(new Monitor("loss", s.get(0).equals("max"), 0))
        .factor(Double.parseDouble(s.get(1)))
        .patience(Integer.parseInt(s.get(2)))
        .threshold(
            Double.parseDouble(s.get(3)),
            s.get(4).equals("rel") ? ThresholdMode.REL : ThresholdMode.ABS)
        .cooldown(Integer.parseInt(s.get(5)))
        .minLr(Double.parseDouble(s.get(6)), Double.parseDouble(s.get(7)))
        .eps(Double.parseDouble(s.get(8)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRatesAreThoseOfPyTorch(Case given) {
    // GIVEN
    Learner learner =
        Toy.trainLearner(new GivenLosses(given.metric), metrics, callback(given.settings), rates)
            .optimizer(
                (parameters, lr) ->
                    new SGD(
                        List.of(
                            new ParameterGroup(ParameterGroup.under(parameters, "0"), 0.1),
                            new ParameterGroup(ParameterGroup.under(parameters, "2"), 0.2)),
                        false));
    // WHEN
    learner.fit(given.metric.length);
    // THEN
    assertThat(rates.of(0)).containsExactly(given.first);
    assertThat(rates.of(1)).containsExactly(given.second);
  }

  // ---------------------------------------------------------------- in a fit

  private static ReduceLROnPlateauCB halving() {
    return new ReduceLROnPlateauCB(LOSS).factor(0.5).patience(1);
  }

  @Test
  void theNextEpochTrainsWithTheReducedRate() {
    // GIVEN
    RecorderCB recorder = new RecorderCB().lr();
    // WHEN
    Toy.trainLearner(new GivenLosses(2, 2, 2, 1), metrics, halving(), recorder).fit(4);
    // THEN
    assertThat(recorder.lines().get("lr"))
        .containsExactly(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05);
  }

  @Test
  void aLaterFitStartsAnew() {
    // GIVEN
    Learner learner =
        Toy.trainLearner(new GivenLosses(2, 2, 2), metrics, halving(), rates).keepOptimizer(true);
    learner.fit(3);
    // WHEN
    learner.fit(3);
    // THEN
    assertThat(rates.of(0)).containsExactly(0.1, 0.1, 0.05, 0.1, 0.1, 0.05);
  }

  @Test
  void anEpochWhoseValidationIsCancelledDoesNotCount() {
    // GIVEN
    Callback cancel =
        new Callback() {
          @Override
          public void beforeBatch() {
            if (!training() && epoch() == 1) {
              throw new CancelEpochException();
            }
          }
        };
    // WHEN
    Toy.trainLearner(new GivenLosses(2, 2, 2, 2), metrics, halving(), cancel, rates).fit(4);
    // THEN
    assertThat(rates.of(0)).containsExactly(0.1, 0.1, 0.1, 0.05);
  }

  @Test
  void thePlateauOutlastsAKill() {
    // GIVEN a program that ends in epoch 4, after a reduction and one more bad epoch
    GivenLosses losses = new GivenLosses(2, 2, 2, 2, 2, 1);
    Toy.trainLearner(losses, metrics, halving(), rates).fit(6);
    Learner killed =
        Toy.trainLearner(
            losses,
            new MetricsCB().log(row -> {}),
            halving(),
            new CheckpointCB(folder).every(1),
            new Kill(4 * 8 + 2));
    assertThatThrownBy(() -> killed.fit(6)).hasMessageContaining("killed");
    Rates after = new Rates();
    // WHEN
    Toy.trainLearner(
            losses,
            new MetricsCB().log(row -> {}),
            halving(),
            after,
            new CheckpointCB(folder).resume())
        .fit(6);
    // THEN
    assertThat(rates.of(0)).containsExactly(0.1, 0.1, 0.05, 0.05, 0.025, 0.025);
    assertThat(after.of(0)).endsWith(0.025, 0.025);
  }

  // ---------------------------------------------------------------- wrong settings

  @Test
  void refusesAScheduleBesideIt() {
    assertThatThrownBy(
            () ->
                Toy.trainLearner(metrics, halving(), new BatchSchedCB(new Exponential(0.5))).fit(1))
        .hasMessageContaining(
            "ReduceLROnPlateauCB and BatchSchedCB cannot both set the learning rate: leave one out");
  }

  @Test
  void refusesANumberOfRatesThatIsNotThatOfTheGroups() {
    assertThatThrownBy(() -> Toy.trainLearner(metrics, halving().minLr(1, 2)).fit(1))
        .hasMessageContaining(
            "there are 2 lowest rates, but 1 groups of parameters: give one, or one for each group");
  }

  @Test
  void refusesSettingsOutOfRange() {
    ReduceLROnPlateauCB plateau = new ReduceLROnPlateauCB(LOSS);
    assertThatThrownBy(() -> plateau.factor(1))
        .hasMessage("the factor must lie in (0, 1), not 1.0");
    assertThatThrownBy(() -> plateau.factor(Double.NaN)).hasMessageContaining("not NaN");
    assertThatThrownBy(() -> plateau.patience(-1))
        .hasMessage("the patience must be 0 epochs or more, not -1");
    assertThatThrownBy(() -> plateau.cooldown(-1))
        .hasMessage("the cooldown must be 0 epochs or more, not -1");
    assertThatThrownBy(() -> plateau.threshold(-1, ThresholdMode.ABS))
        .hasMessage("the threshold must be finite and not negative: -1.0");
    assertThatThrownBy(() -> plateau.minLr(0, Double.POSITIVE_INFINITY))
        .hasMessage("the lowest rate must be finite and not negative: Infinity");
    assertThatThrownBy(plateau::minLr)
        .hasMessage("give one lowest rate, or one for each group of parameters");
    assertThatThrownBy(() -> plateau.eps(Double.NaN))
        .hasMessage("eps must be finite and not negative: NaN");
    assertThatThrownBy(() -> new ReduceLROnPlateauCB(LOSS.minDelta(0.5)))
        .hasMessage(
            "the monitor has a minDelta of 0.5: use threshold(0.5, ThresholdMode.ABS) instead");
  }

  @Test
  void saysWhichMetricsThereAre() {
    assertThatThrownBy(
            () ->
                Toy.trainLearner(metrics, new ReduceLROnPlateauCB(Monitor.max("accuracy"))).fit(1))
        .hasMessageContaining("there is no metric \"accuracy\", only [loss]");
  }
}
