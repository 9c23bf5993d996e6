package ai.miniai.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.learner.Toy;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reference numbers from PyTorch 1.13, by the definitions of scikit-learn. */
class MetricsTest {
  private static final float[] SCORES = {
    -0.51f, 1.03f, -0.35f, -0.88f, -0.18f, -1.5f, 0.14f, -1.52f, -0.25f, -0.53f, 2.89f, -1.59f,
    1.31f, 0.35f, -1.32f, -1.01f, 0.25f, 1.57f, -1.64f, -2.59f, -0.15f, -1.1f, 1.37f, -0.31f,
    -0.39f, 0.62f, 0.75f, -0.4f, 2.02f, -1.17f, -1.32f, 0.13f, -0.23f, 0.52f, -2.06f, -0.86f,
    0.5f, -0.61f, -0.8f, -0.84f, 0.71f, -0.74f, 0.28f, -0.63f, 3.0f, -0.26f, -0.68f, 0.06f
  };

  /** The last of the four classes occurs neither as a label nor as a prediction. */
  private static final long[] LABELS = {1, 2, 0, 0, 2, 2, 1, 0, 1, 2, 0, 1};

  private static final double[] TARGETS = {
    97.049, 96.719, 100.395, 100.583, 98.983, 104.978, 99.277, 97.39, 99.884, 101.375
  };
  private static final double[] PREDICTIONS = {
    95.58, 97.412, 100.09, 100.786, 99.671, 105.849, 99.818, 97.946, 99.557, 102.698
  };

  private record Case(String name, Supplier<Metric> metric, boolean classes, double expected) {
    /** Gives items {@code from} to {@code to}, in a batch of their own. */
    void update(Metric given, int from, int to) {
      try (MemoryScope batch = MemoryScope.open()) {
        if (classes) {
          given.update(
              Tensor.of(SCORES, 12, 4).slice(0, from, to), Tensor.of(LABELS).slice(0, from, to));
        } else {
          given.update(
              Tensor.of(PREDICTIONS, 10, 1).slice(0, from, to),
              Tensor.of(TARGETS, 10, 1).slice(0, from, to));
        }
      }
    }

    /** Perplexity takes logarithms in float32. */
    double tolerance() {
      return name.startsWith("perplexity") ? 1e-5 : 1e-12;
    }

    int items() {
      return classes ? 12 : 10;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("matrix", MulticlassConfusionMatrix::new, true, 7 / 12.0),
        new Case(
            "precision", () -> new MulticlassPrecision(Average.MACRO), true, 0.5888888888888889),
        new Case("recall", () -> new MulticlassRecall(Average.MACRO), true, 0.5833333333333334),
        new Case("F1", () -> new MulticlassF1Score(Average.MACRO), true, 0.5793650793650794),
        new Case("micro precision", () -> new MulticlassPrecision(Average.MICRO), true, 7 / 12.0),
        new Case("micro F1", () -> new MulticlassF1Score(Average.MICRO), true, 7 / 12.0),
        new Case("recall of 0", () -> new MulticlassRecall(0), true, 0.75),
        new Case("precision of 3", () -> new MulticlassPrecision(3), true, 0),
        new Case("top 1", () -> new TopKMulticlassAccuracy(1), true, 7 / 12.0),
        new Case("top 2", () -> new TopKMulticlassAccuracy(2), true, 0.75),
        new Case("top 4", () -> new TopKMulticlassAccuracy(4), true, 1),
        new Case(
            "weighted F1",
            () -> new MulticlassF1Score(Average.WEIGHTED),
            true,
            0.57936507936507931),
        new Case("perplexity", Perplexity::new, true, 4.0148215694994107),
        new Case(
            "perplexity of some", () -> new Perplexity().ignoreIndex(2), true, 3.5439241770944516),
        new Case("RMSE", RootMeanSquaredError::new, false, 0.80395920294502698),
        new Case("MAPE", MeanAbsolutePercentageError::new, false, 0.0070088425290993506),
        new Case("MSE", MeanSquaredError::new, false, 0.6463504),
        new Case("MAE", MeanAbsoluteError::new, false, 0.6976),
        new Case("R²", R2Score::new, false, 0.8800595816347553));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isTheReferenceOverUnevenBatches(Case given) {
    // GIVEN
    Metric metric = given.metric.get();
    // WHEN
    given.update(metric, 0, 5);
    given.update(metric, 5, 6);
    given.update(metric, 6, given.items());
    // THEN
    assertThat(metric.compute()).isCloseTo(given.expected, offset(given.tolerance()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void goesOnFromItsState(Case given) {
    // GIVEN
    Metric first = given.metric.get();
    given.update(first, 0, 5);
    Metric second = given.metric.get();
    // WHEN
    ((Stateful) second).loadStateDict(((Stateful) first).stateDict());
    given.update(second, 5, given.items());
    // THEN
    assertThat(second.compute()).isCloseTo(given.expected, offset(given.tolerance()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isNoNumberBeforeTheFirstBatchAndAfterAReset(Case given) {
    // GIVEN
    Metric metric = given.metric.get();
    assertThat(metric.compute()).isNaN();
    given.update(metric, 0, 5);
    // WHEN
    metric.reset();
    // THEN
    assertThat(metric.compute()).isNaN();
  }

  @Test
  void theMatrixHasARowForEachLabel() {
    // GIVEN
    MulticlassConfusionMatrix matrix = new MulticlassConfusionMatrix();
    // WHEN
    matrix.update(Tensor.of(SCORES, 12, 4), Tensor.of(LABELS));
    // THEN
    assertThat(matrix.counts())
        .containsExactly(3L, 0L, 1L, 0L, 1L, 2L, 1L, 0L, 1L, 1L, 2L, 0L, 0L, 0L, 0L, 0L);
    assertThat(matrix.count(2, 0)).isEqualTo(1);
  }

  @Test
  void thereIsAScoreForEachClass() {
    // GIVEN
    MulticlassF1Score f1 = new MulticlassF1Score(Average.MACRO);
    // WHEN
    f1.update(Tensor.of(SCORES, 12, 4), Tensor.of(LABELS));
    // THEN
    assertThat(f1.perClass())
        .containsExactly(new double[] {2.0 / 3, 4.0 / 7, 0.5, 0}, offset(1e-15));
  }

  @Test
  void takesOneHotTargets() {
    // GIVEN
    MulticlassRecall recall = new MulticlassRecall(1);
    // WHEN
    recall.update(
        Tensor.of(new float[] {1, 0, 0, 1, 0, 1}, 3, 2),
        Tensor.of(new float[] {1, 0, 0, 1, 0, 1}, 3, 2));
    // THEN
    assertThat(recall.compute()).isEqualTo(1);
  }

  @Test
  void aScoreThatIsNoNumberIsNoHit() {
    // GIVEN
    TopKMulticlassAccuracy top = new TopKMulticlassAccuracy(1);
    // WHEN
    top.update(Tensor.of(new float[] {Float.NaN, 1, 0, 2}, 2, 2), Tensor.of(0L, 1L));
    // THEN
    assertThat(top.compute()).isEqualTo(0.5);
  }

  @Test
  void scoresOfMinusInfinityAreBelowAllOthers() {
    // GIVEN
    TopKMulticlassAccuracy top = new TopKMulticlassAccuracy(1);
    // WHEN
    top.update(Tensor.of(new float[] {Float.NEGATIVE_INFINITY, 1}, 1, 2), Tensor.of(1L));
    // THEN
    assertThat(top.compute()).isEqualTo(1);
  }

  @Test
  void equalTargetsHaveNoDetermination() {
    // GIVEN
    R2Score score = new R2Score();
    // WHEN
    score.update(Tensor.of(new float[] {1, 2}, 2), Tensor.of(new float[] {1, 1}, 2));
    // THEN
    assertThat(score.compute()).isNaN();
  }

  @Test
  void allTogetherCostOneReadForABatch() {
    // GIVEN
    MetricsCB few = new MetricsCB().log(row -> {});
    MetricsCB many =
        new MetricsCB(
                ImmutableMap.of(
                    "f1", new MulticlassF1Score(Average.MACRO),
                    "top", new TopKMulticlassAccuracy(2),
                    "perplexity", new Perplexity(),
                    "matrix", new MulticlassConfusionMatrix()))
            .log(row -> {});
    // WHEN, THEN
    assertThat(reads(many)).isEqualTo(reads(few));
  }

  private static long reads(MetricsCB metrics) {
    long before = Host.reads();
    Toy.trainLearner(metrics).fit(2);
    return Host.reads() - before;
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new MeanSquaredError().update(Tensor.ones(3, 1), Tensor.ones(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected predictions and targets of the same shape, not [3, 1] and [3]");
    assertThatThrownBy(
            () -> new TopKMulticlassAccuracy(1).update(Tensor.ones(3), Tensor.of(0L, 1L, 2L)))
        .hasMessageContaining("expected scores [batch, classes]");
    MulticlassConfusionMatrix matrix = new MulticlassConfusionMatrix();
    matrix.update(Tensor.ones(1, 2), Tensor.of(0L));
    assertThatThrownBy(() -> matrix.update(Tensor.ones(1, 3), Tensor.of(0L)))
        .hasMessage("expected scores of 2 classes as before, got 3");
    MulticlassRecall recall = new MulticlassRecall(2);
    recall.update(Tensor.ones(1, 2), Tensor.of(0L));
    assertThatThrownBy(recall::compute)
        .hasMessage(
            "asked for label 2 and prediction 2 of a confusion matrix of 2 classes, from 0");
  }
}
