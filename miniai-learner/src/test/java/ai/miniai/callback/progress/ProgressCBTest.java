package ai.miniai.callback.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Recorder;
import ai.miniai.callback.training.SingleBatchCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.metric.Metric;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressCBTest {
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final ProgressCB progress = new ProgressCB(stream(table), Optional.empty());
  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }

  private List<String> lines() {
    return table.toString(UTF_8).lines().toList();
  }

  /** A metric that is always ¼. */
  private static final class Quarter implements Metric {
    @Override
    public void reset() {}

    @Override
    public void update(Tensor predictions, Tensor target) {}

    @Override
    public double compute() {
      return 0.25;
    }
  }

  /** A learner whose loss is 1 at all times, so that the table is known. */
  private static Learner constant(Callback... callbacks) {
    Callback one =
        new Callback() {
          @Override
          public void predict() {
            learn().preds(batch().x());
          }

          @Override
          public void getLoss() {
            learn().loss(Tensor.scalar(1));
          }
        };
    Learner learner = Toy.learner(callbacks);
    return new Learner(
        learner.model(), learner.dls(), learner.lossFunction(), 0.1, with(one, callbacks));
  }

  private static Callback[] with(Callback one, Callback... others) {
    List<Callback> all = new ArrayList<>(List.of(others));
    all.add(one);
    return all.toArray(new Callback[0]);
  }

  // ---------------------------------------------------------------- the table

  @Test
  void printsTheRowsAsATable() {
    // WHEN
    constant(new MetricsCB("accuracy", new Quarter()), progress).fit(2);
    // THEN
    assertThat(lines())
        .containsExactly(
            "accuracy  loss      epoch  train",
            "0.250     1.000     0      train",
            "0.250     1.000     0      eval",
            "0.250     1.000     1      train",
            "0.250     1.000     1      eval");
  }

  @Test
  void keepsColumnsUnderLongNames() {
    // WHEN
    constant(new MetricsCB("share of quarters", new Quarter()), progress)
        .fit(1, true, false, List.of(), 0.1);
    // THEN
    assertThat(lines())
        .containsExactly(
            "share of quarters  loss      epoch  train",
            "0.250              1.000     0      train");
  }

  @Test
  void printsTheSameInEveryCountry() {
    // GIVEN a country with other digits, and commas in numbers
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    // WHEN
    constant(new MetricsCB("accuracy", new Quarter()), progress).fit(1);
    // THEN
    assertThat(lines().get(1)).isEqualTo("0.250     1.000     0      train");
  }

  @Test
  void printsNoTableWithoutMetrics() {
    // WHEN
    constant(progress).fit(1);
    // THEN
    assertThat(lines()).isEmpty();
  }

  @Test
  void beginsEachFitWithAHeading() {
    // GIVEN
    Learner learner = constant(new MetricsCB("accuracy", new Quarter()), progress);
    learner.fit(1);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(lines()).hasSize(6);
    assertThat(lines().get(3)).isEqualTo(lines().get(0));
  }

  @Test
  void givesTheRowsBackAfterTheFit() {
    // GIVEN a progress that is there for one fit only
    List<MetricsCB.Row> own = new ArrayList<>();
    Learner learner = constant(new MetricsCB("accuracy", new Quarter()).log(own::add));
    learner.fit(1, progress);
    assertThat(own).isEmpty();
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(own).hasSize(2);
    assertThat(lines()).hasSize(3);
  }

  @Test
  void givesTheRowsBackAfterAFitThatFailed() {
    // GIVEN
    List<MetricsCB.Row> own = new ArrayList<>();
    Learner learner = constant(new MetricsCB("accuracy", new Quarter()).log(own::add));
    Recorder failing = new Recorder(3, () -> new IllegalStateException("by intent"));
    assertThatThrownBy(() -> learner.fit(1, progress, failing)).hasMessageContaining("by intent");
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(own).hasSize(2);
  }

  @Test
  void printsToStandardOutputByDefault() {
    // GIVEN
    PrintStream before = System.out;
    System.setOut(stream(table));
    // WHEN
    try {
      constant(new MetricsCB("accuracy", new Quarter()), new ProgressCB()).fit(1);
    } finally {
      System.setOut(before);
    }
    // THEN
    assertThat(lines()).hasSize(3);
  }

  @Test
  void leavesTheRowsToTheMetricsWithoutProgress() {
    // GIVEN
    PrintStream before = System.out;
    System.setOut(stream(table));
    // WHEN
    try {
      constant(new MetricsCB(ImmutableMap.of())).fit(1, false, true, List.of(), 0.1);
    } finally {
      System.setOut(before);
    }
    // THEN
    assertThat(lines()).containsExactly("{loss: 1.000, epoch: 0, train: eval}");
  }

  // ---------------------------------------------------------------- the losses

  @Test
  void keepsTheLossOfEachTrainingBatchAndOfEachCheck() {
    // GIVEN
    List<Double> training = new ArrayList<>();
    MetricsCB metrics = new MetricsCB().log(row -> {});
    Callback reading =
        new Callback() {
          @Override
          public void afterBatch() {
            if (training()) {
              training.add(learn().loss().item());
            }
          }
        };
    // WHEN
    Toy.trainLearner(metrics, reading, progress).fit(2);
    // THEN
    LossHistory history = progress.history();
    assertThat(history.training()).isEqualTo(training);
    assertThat(history.validation())
        .containsExactly(
            new LossHistory.Validation(2, loss(metrics, 1)),
            new LossHistory.Validation(4, loss(metrics, 3)));
  }

  private static double loss(MetricsCB metrics, int row) {
    return metrics.rows().get(row).values().getOrDefault("loss", Double.NaN);
  }

  @Test
  void forgetsTheLossesOfTheFitBefore() {
    // GIVEN
    Learner learner = Toy.trainLearner(progress);
    learner.fit(3);
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(progress.history().training().size()).isEqualTo(2);
    assertThat(progress.history().validation()).hasSize(1);
  }

  @Test
  void keepsTheLossesUpToACancellation() {
    // GIVEN
    Learner learner = Toy.trainLearner(progress, new SingleBatchCB());
    // WHEN
    learner.fit(3);
    // THEN
    assertThat(progress.history().training().size()).isEqualTo(1);
    assertThat(progress.history().validation()).isEmpty();
  }

  @Test
  void hasThePlotDrawnAfterEachPass() {
    // GIVEN
    List<LossHistory> drawn = new ArrayList<>();
    // WHEN
    Toy.trainLearner(progress.plot(drawn::add)).fit(2);
    // THEN
    assertThat(drawn).hasSize(4);
    assertThat(drawn).extracting(history -> history.training().size()).containsExactly(2, 2, 4, 4);
    assertThat(drawn)
        .extracting(history -> history.validation().size())
        .containsExactly(0, 1, 1, 2);
  }

  // ---------------------------------------------------------------- the bar

  @Test
  void showsNoBarWhereNobodyWatches() {
    // GIVEN
    PrintStream before = System.err;
    System.setErr(stream(screen));
    // WHEN
    try {
      constant(new ProgressCB(stream(table))).fit(1);
    } finally {
      System.setErr(before);
    }
    // THEN
    assertThat(screen.toString(UTF_8)).isEmpty();
  }

  @Test
  void showsABarForEachPassAndTheLossOnATerminal() {
    // GIVEN
    ProgressCB onTerminal = new ProgressCB(stream(table), Optional.of(stream(screen)));
    // WHEN
    constant(new MetricsCB("accuracy", new Quarter()), onTerminal).fit(1);
    // THEN
    assertThat(screen.toString(UTF_8))
        .contains("epoch 0 train", "epoch 0 eval", "2/2", "loss 1.000");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void takesTheBarAwayWhenThePassFails() {
    // GIVEN
    ProgressCB onTerminal = new ProgressCB(stream(table), Optional.of(stream(screen)));
    Recorder failing = new Recorder(3, () -> new IllegalStateException("by intent"));
    // WHEN
    assertThatThrownBy(() -> constant(onTerminal, failing).fit(1))
        .hasMessageContaining("by intent");
    // THEN the line is empty (or the pass was over before it was drawn), and what is printed next
    // begins at its left
    assertThat(screen.toString(UTF_8)).matches("(?s)|.*\r").doesNotContain("\n");
  }
}
