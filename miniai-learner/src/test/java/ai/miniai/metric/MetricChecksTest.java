package ai.miniai.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Event;
import ai.miniai.callback.Recorder;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.tracker.EarlyStoppingCB;
import ai.miniai.callback.tracker.Monitor;
import ai.miniai.learner.Toy;
import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What metrics refuse: predictions and targets that do not belong together. */
class MetricChecksTest {
  private static final Tensor SCORES = Tensor.of(new float[] {3, 1, 2, -1, -2, 0}, 2, 3);

  static Stream<Supplier<Metric>> classification() {
    return Stream.of(
        MulticlassAccuracy::new,
        () -> new TopKMulticlassAccuracy(1),
        () -> new TopKMulticlassAccuracy(2),
        MulticlassConfusionMatrix::new,
        () -> new MulticlassPrecision(Average.MICRO),
        () -> new MulticlassRecall(Average.MACRO),
        () -> new MulticlassPrecision(Average.WEIGHTED),
        () -> new MulticlassF1Score(0));
  }

  static Stream<Supplier<Metric>> regression() {
    return Stream.of(
        MeanSquaredError::new,
        RootMeanSquaredError::new,
        MeanAbsoluteError::new,
        MeanAbsolutePercentageError::new,
        R2Score::new);
  }

  private static void refuses(Metric metric, Tensor scores, Tensor target, String... words) {
    assertThatThrownBy(() -> metric.update(scores, target))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words);
    assertThat(metric.compute()).as("nothing was counted").isNaN();
  }

  // ---------------------------------------------------------------- classes

  @ParameterizedTest
  @MethodSource("classification")
  void refusesANegativeLabel(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES, Tensor.of(0L, -1L), "label -1 at index 1 is not in [0, 3)");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void refusesALabelThatIsTooLarge(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES, Tensor.of(3L, 0L), "label 3 at index 0 is not in [0, 3)");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void refusesLabelsInFloatingPoint(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES, Tensor.of(new float[] {0, 2}, 2), "whole numbers", "FLOAT");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void refusesOneScoreForEachItem(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES.reshape(6, 1), Tensor.of(0L, 0L, 0L, 0L, 0L, 0L), "of one class");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void refusesScoresInWholeNumbers(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES.to(DataType.INT64), Tensor.of(0L, 2L), "floating point", "LONG");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void refusesOneHotRowsWithoutAClass(Supplier<Metric> metric) {
    refuses(metric.get(), SCORES, Tensor.of(new float[] {0, 1, 0, 0, 0, 0}, 2, 3), "1 of 2");
    refuses(
        metric.get(), SCORES, Tensor.of(new float[] {0, Float.NaN, 0, 0, 1, 0}, 2, 3), "1 of 2");
  }

  @ParameterizedTest
  @MethodSource("classification")
  void takesLabelsInAnyWholeNumbers(Supplier<Metric> metric) {
    // GIVEN
    Metric narrow = metric.get();
    Metric wide = metric.get();
    // WHEN
    narrow.update(SCORES, Tensor.wrap(Tensor.of(0L, 2L).array().castTo(DataType.INT8)));
    wide.update(SCORES, Tensor.of(0L, 2L));
    // THEN
    assertThat(narrow.compute()).isEqualTo(wide.compute()).isNotNaN();
  }

  @Test
  void refusesMoreGuessesThanThereAreClasses() {
    refuses(new TopKMulticlassAccuracy(4), SCORES, Tensor.of(0L, 2L), "the 4 best of 3 classes");
  }

  @Test
  void refusesAClassBelow0() {
    assertThatThrownBy(() -> new MulticlassRecall(-1))
        .hasMessage("classes are numbered from 0, so that -1 is none");
  }

  // ---------------------------------------------------------------- NaN

  static Stream<Supplier<Metric>> shares() {
    return Stream.of(
        MulticlassAccuracy::new,
        () -> new TopKMulticlassAccuracy(1),
        MulticlassConfusionMatrix::new,
        () -> new MulticlassRecall(Average.MICRO));
  }

  @ParameterizedTest
  @MethodSource("shares")
  void anItemWhoseScoresAreNaNIsNotRight(Supplier<Metric> given) {
    // GIVEN two items of class 0, one with scores that are no numbers
    Metric metric = given.get();
    // WHEN
    metric.update(
        Tensor.of(new float[] {Float.NaN, Float.NaN, Float.NaN, 2, 1, 0}, 2, 3), Tensor.of(0L, 0L));
    // THEN
    assertThat(metric.compute()).isEqualTo(0.5);
  }

  @Test
  void anItemWhoseScoresAreNaNWasTakenForNoClass() {
    // GIVEN
    MulticlassConfusionMatrix matrix = new MulticlassConfusionMatrix();
    // WHEN
    matrix.update(Tensor.of(new float[] {Float.NaN, 1, 2, 1}, 2, 2), Tensor.of(1L, 0L));
    // THEN
    assertThat(matrix.counts()).containsExactly(1L, 0L, 0L, 0L);
    assertThat(matrix.labelled(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("regression")
  void anErrorThatIsNaNStaysNaN(Supplier<Metric> given) {
    // GIVEN
    Metric metric = given.get();
    // WHEN
    metric.update(Tensor.of(new float[] {Float.NaN, 1}, 2), Tensor.of(new float[] {0, 1}, 2));
    // THEN
    assertThat(metric.compute()).isNaN();
  }

  // ---------------------------------------------------------------- regression

  @ParameterizedTest
  @MethodSource("regression")
  void refusesAColumnAgainstARow(Supplier<Metric> metric) {
    refuses(metric.get(), Tensor.ones(3, 1), Tensor.ones(3), "of the same shape", "[3, 1] and [3]");
    refuses(metric.get(), Tensor.ones(3), Tensor.ones(3, 1), "of the same shape", "[3] and [3, 1]");
  }

  @ParameterizedTest
  @MethodSource("regression")
  void refusesPredictionsInWholeNumbers(Supplier<Metric> metric) {
    refuses(metric.get(), Tensor.of(1L, 2L), Tensor.ones(2), "floating point", "swapped");
  }

  @ParameterizedTest
  @MethodSource("regression")
  void takesTargetsInWholeNumbers(Supplier<Metric> given) {
    // GIVEN
    Metric metric = given.get();
    // WHEN
    metric.update(Tensor.of(new float[] {1, 2}, 2), Tensor.of(1L, 2L));
    // THEN
    assertThat(metric.compute()).isEqualTo(metric instanceof R2Score ? 1 : 0);
  }

  // ---------------------------------------------------------------- nothing

  @ParameterizedTest
  @MethodSource("classification")
  void aBatchOfNoItemsChangesNothing(Supplier<Metric> given) {
    // GIVEN
    Metric metric = given.get();
    metric.update(SCORES, Tensor.of(0L, 2L));
    double before = metric.compute();
    // WHEN
    metric.update(
        Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3)),
        Tensor.wrap(Nd4j.create(DataType.INT64, 0)));
    // THEN
    assertThat(metric.compute()).isEqualTo(before);
  }

  // ---------------------------------------------------------------- in a fit

  @Test
  void theErrorNamesTheMetric() {
    MetricsCB metrics = new MetricsCB("top", new TopKMulticlassAccuracy(9));
    assertThatThrownBy(() -> Toy.trainLearner(metrics).fit(1))
        .hasMessage(
            "callback MetricsCB failed in afterBatch: metric \"top\": the 9 best of 3 classes would"
                + " always be right: k is too large");
  }

  @Test
  void aMistypedMonitorFailsBeforeTheFirstBatch() {
    // GIVEN
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    Recorder recorder = new Recorder();
    // WHEN, THEN
    assertThatThrownBy(
            () ->
                Toy.trainLearner(recorder, metrics, new EarlyStoppingCB(Monitor.max("acuracy"), 1))
                    .fit(1))
        .hasMessageContaining("there is no metric \"acuracy\", only [accuracy, loss]");
    assertThat(recorder.events()).doesNotContain(Event.BEFORE_BATCH);
  }
}
