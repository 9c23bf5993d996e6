package ai.miniai.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.nn.Stateful;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Metrics of two classes; the numbers were computed with NumPy by the definitions. */
class BinaryMetricsTest {
  private static final double[] LOGITS = {
    -0.51, 1.03, -0.35, 0.88, -0.18, 1.5, 0.14, -1.52, 0.25, -0.53, 2.89, 0.14, 0.14, -0.35
  };
  private static final double[] SHARES = {
    0.1, 0.8, 0.5, 0.35, 0.9, 0.2, 0.65, 0.5, 0.45, 0.05, 1.0, 0.0, 0.7, 0.5
  };
  private static final long[] TARGETS = {0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1};

  private record Case(Supplier<Metric> metric, double[] scores, double expected) {
    void update(Metric given, int from, int to) {
      try (MemoryScope batch = MemoryScope.open()) {
        given.update(
            Tensor.of(scores, 14, 1).slice(0, from, to),
            Tensor.of(TARGETS).reshape(14, 1).slice(0, from, to));
      }
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(BinaryAccuracy::new, SHARES, 0.5),
        new Case(() -> new BinaryAccuracy(0.5, ScoreKind.LOGITS), LOGITS, 8 / 14.0),
        new Case(() -> new BinaryAccuracy(0.7, ScoreKind.PROBABILITIES), SHARES, 9 / 14.0),
        new Case(() -> new BinaryAccuracy(0.7, ScoreKind.LOGITS), LOGITS, 10 / 14.0),
        new Case(BinaryPrecision::new, SHARES, 0.6),
        new Case(() -> new BinaryPrecision(0.5, ScoreKind.LOGITS), LOGITS, 0.625),
        new Case(BinaryRecall::new, SHARES, 0.375),
        new Case(() -> new BinaryRecall(0.7, ScoreKind.LOGITS), LOGITS, 0.5),
        new Case(BinaryF1Score::new, SHARES, 6 / 13.0),
        new Case(() -> new BinaryF1Score(0.7, ScoreKind.LOGITS), LOGITS, 2 / 3.0),
        new Case(BinaryAUROC::new, LOGITS, 0.71875),
        new Case(BinaryAUROC::new, SHARES, 0.47916666666666669),
        new Case(BinaryAveragePrecision::new, LOGITS, 0.81792686480186494),
        new Case(BinaryAveragePrecision::new, SHARES, 0.70691808191808181));
  }

  static Stream<Supplier<Metric>> metrics() {
    return Stream.of(
        BinaryAccuracy::new,
        BinaryPrecision::new,
        BinaryRecall::new,
        BinaryF1Score::new,
        BinaryAUROC::new,
        BinaryAveragePrecision::new);
  }

  private static Tensor of(double... values) {
    return Tensor.of(values, values.length);
  }

  private static double score(Metric metric, Tensor scores, Tensor target) {
    metric.update(scores, target);
    return metric.compute();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheReferenceOverUnevenBatchesAndGoesOnFromItsState(Case given) {
    // GIVEN
    Metric first = given.metric.get();
    Metric second = given.metric.get();
    // WHEN
    given.update(first, 0, 5);
    given.update(first, 5, 6);
    ((Stateful) second).loadStateDict(((Stateful) first).stateDict());
    given.update(first, 6, 14);
    given.update(second, 6, 14);
    // THEN
    assertThat(first.compute()).isCloseTo(given.expected, offset(1e-12));
    assertThat(second.compute()).isCloseTo(given.expected, offset(1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isNoNumberBeforeTheFirstItemAndAfterAReset(Case given) {
    // GIVEN
    Metric metric = given.metric.get();
    given.update(metric, 0, 0);
    assertThat(metric.compute()).isNaN();
    given.update(metric, 0, 5);
    // WHEN
    metric.reset();
    // THEN
    assertThat(metric.compute()).isNaN();
    given.update(metric, 0, 14);
    assertThat(metric.compute()).isCloseTo(given.expected, offset(1e-12));
  }

  // ---------------------------------------------------------------- thresholds

  @Test
  void scoresOutside0To1AreLogits() {
    assertThat(score(new BinaryAccuracy(), of(-0.1, 0.3), Tensor.of(0, 1))).isEqualTo(1);
    assertThat(score(new BinaryAccuracy(), of(0.1, 0.3), Tensor.of(0, 1))).isEqualTo(0.5);
  }

  @Test
  void aScoreOnTheThresholdIsOfClass0() {
    Tensor scores = Tensor.of(new float[] {0.3f, 0.31f}, 2);
    BinaryAccuracy accuracy = new BinaryAccuracy(0.3, ScoreKind.PROBABILITIES);
    assertThat(score(accuracy, scores, Tensor.of(0, 1))).isEqualTo(1);
  }

  @Test
  void thresholdsOf0And1AreAllowed() {
    Tensor scores = of(0, 0.5, 1);
    Tensor target = Tensor.of(0, 1, 1);
    assertThat(score(new BinaryAccuracy(0, ScoreKind.PROBABILITIES), scores, target)).isEqualTo(1);
    assertThat(score(new BinaryRecall(1, ScoreKind.PROBABILITIES), scores, target)).isZero();
    assertThat(score(new BinaryRecall(0, ScoreKind.LOGITS), scores, target)).isEqualTo(1);
  }

  @Test
  void aScoreThatIsNaNIsNeverRight() {
    Tensor scores = of(Double.NaN, Double.NaN, 0.7);
    Tensor target = Tensor.of(0, 1, 1);
    assertThat(score(new BinaryAccuracy(), scores, target)).isEqualTo(1 / 3.0);
    assertThat(score(new BinaryRecall(), scores, target)).isEqualTo(0.5);
    assertThat(score(new BinaryPrecision(), scores, target)).isEqualTo(1);
    assertThat(score(new BinaryAUROC(), scores, target)).isNaN();
  }

  @Test
  void withoutPredictionsOrItemsOfClass1TheScoreIs0() {
    Tensor scores = of(0.1, 0.2);
    assertThat(score(new BinaryPrecision(), scores, Tensor.of(1, 0))).isZero();
    assertThat(score(new BinaryRecall(), scores, Tensor.of(0, 0))).isZero();
    assertThat(score(new BinaryF1Score(), scores, Tensor.of(0, 0))).isZero();
  }

  // ---------------------------------------------------------------- rankings

  @Test
  void ofOneClassTheAreaIs0() {
    assertThat(score(new BinaryAUROC(), of(0.1, 0.9), Tensor.of(1, 1))).isZero();
    assertThat(score(new BinaryAUROC(), of(0.1, 0.9), Tensor.of(0, 0))).isZero();
    assertThat(score(new BinaryAveragePrecision(), of(0.1, 0.9), Tensor.of(0, 0))).isZero();
    assertThat(score(new BinaryAveragePrecision(), of(0.1, 0.9), Tensor.of(1, 1))).isEqualTo(1);
  }

  @Test
  void equalScoresSayNothing() {
    Tensor target = Tensor.of(1, 0, 0, 1, 0);
    assertThat(score(new BinaryAUROC(), Tensor.ones(5), target)).isEqualTo(0.5);
    assertThat(score(new BinaryAveragePrecision(), Tensor.ones(5), target)).isEqualTo(0.4);
    assertThat(score(new BinaryAUROC(), of(0.0, -0.0), Tensor.of(1, 0))).isEqualTo(0.5);
  }

  @Test
  void infiniteScoresAreRankedToo() {
    double inf = Double.POSITIVE_INFINITY;
    Tensor scores = of(inf, -inf, inf, -inf);
    assertThat(score(new BinaryAUROC(), scores, Tensor.of(1, 0, 1, 0))).isEqualTo(1);
    assertThat(score(new BinaryAUROC(), scores, Tensor.of(0, 0, 1, 1))).isEqualTo(0.5);
  }

  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    // GIVEN
    Random random = new Random(3);
    double[] scores = random.ints(300, 0, 40).asDoubleStream().toArray();
    long[] target = random.ints(300, 0, 2).asLongStream().toArray();
    // WHEN
    double area = score(new BinaryAUROC(), Tensor.of(scores, 300), Tensor.of(target));
    // THEN
    double pairs =
        IntStream.range(0, 300)
            .filter(i -> target[i] == 1)
            .mapToDouble(
                i ->
                    IntStream.range(0, 300)
                        .filter(j -> target[j] == 0)
                        .mapToDouble(j -> (Math.signum(scores[i] - scores[j]) + 1) / 2)
                        .average()
                        .orElseThrow())
            .average()
            .orElseThrow();
    assertThat(area).isCloseTo(pairs, offset(1e-12));
  }

  // ---------------------------------------------------------------- checks

  private static void refuses(Metric metric, Tensor scores, Tensor target, String... words) {
    assertThatThrownBy(() -> metric.update(scores, target))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words);
    assertThat(metric.compute()).as("nothing was counted").isNaN();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void refusesWhatDoesNotFit(Supplier<Metric> metric) {
    refuses(metric.get(), of(0.1, 0.9), Tensor.ones(2, 1), "same shape", "[2] and [2, 1]");
    refuses(metric.get(), Tensor.ones(2, 2), Tensor.of(0, 1), "[2, 2] and [2]", "Multiclass");
    refuses(metric.get(), of(0.1, 0.9), Tensor.of(0, 2), "1 of 2 are neither");
    refuses(metric.get(), of(0.1, 0.9), of(0.5, Double.NaN), "2 of 2 are neither");
    refuses(metric.get(), Tensor.of(0, 1), Tensor.of(0, 1), "floating point", "swapped");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void takesTargetsOfAnyType(Supplier<Metric> metric) {
    Tensor target = Tensor.of(TARGETS);
    double[] results =
        Stream.of(DataType.INT64, DataType.BOOL, DataType.INT8, DataType.FLOAT)
            .mapToDouble(kind -> score(metric.get(), Tensor.of(SHARES, 14), target.to(kind)))
            .distinct()
            .toArray();
    assertThat(Arrays.stream(results).boxed()).hasSize(1);
  }

  @Test
  void saysThatLogitsAreNoProbabilities() {
    refuses(
        new BinaryAccuracy(0.5, ScoreKind.PROBABILITIES),
        of(0.1, 3),
        Tensor.of(0, 1),
        "expected probabilities in [0, 1], not 3.0: are these logits?");
    assertThatThrownBy(() -> new BinaryAccuracy(1.5, ScoreKind.AUTO))
        .hasMessageContaining("in [0, 1], not 1.5");
  }

  // ---------------------------------------------------------------- other metrics

  @Test
  void classesCountByTheirItems() {
    // GIVEN three items of class 0, of which two are predicted as it, and one of class 1
    Tensor scores = Tensor.of(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, 4, 2);
    Tensor labels = Tensor.of(0, 0, 0, 1);
    // THEN
    assertThat(score(new MulticlassPrecision(Average.WEIGHTED), scores, labels)).isEqualTo(0.875);
    assertThat(score(new MulticlassRecall(Average.WEIGHTED), scores, labels)).isEqualTo(0.75);
    assertThat(score(new MulticlassF1Score(Average.WEIGHTED), scores, labels))
        .isCloseTo(0.75 * 0.8 + 0.25 * 2 / 3, offset(1e-15));
  }

  @Test
  void aTargetOf0HasAHugePercentageError() {
    double error = score(new MeanAbsolutePercentageError(), of(1, 2), of(0, 2));
    assertThat(error).isCloseTo(0.5 / 1.17e-6, offset(1e-6));
  }

  @Test
  void perplexityTakesClassesLastOrSecond() {
    // GIVEN
    Tensor logits = Tensor.of(LOGITS, 14).slice(0, 0, 12).reshape(2, 2, 3);
    Tensor labels = Tensor.of(0, 2, 1, 1).reshape(2, 2);
    // WHEN
    double last = score(new Perplexity(), logits, labels);
    double second = score(new Perplexity().classDim(1), logits.permute(0, 2, 1), labels);
    // THEN
    double expected = Math.exp(logits.reshape(4, 3).crossEntropy(Tensor.of(0, 2, 1, 1)).item());
    assertThat(last).isEqualTo(second).isCloseTo(expected, offset(1e-12));
  }

  @Test
  void perplexityOfIgnoredLabelsIsNoNumber() {
    Metric perplexity = new Perplexity().ignoreIndex(-100);
    assertThat(score(perplexity, Tensor.zeros(1, 2, 3), Tensor.of(-100, -100).reshape(1, 2)))
        .isNaN();
    assertThat(score(perplexity, Tensor.zeros(1, 2, 3), Tensor.of(-100, 2).reshape(1, 2)))
        .isCloseTo(3, offset(1e-6));
  }

  @Test
  void perplexityRefusesWhatDoesNotFit() {
    Tensor logits = Tensor.zeros(1, 2, 3);
    refuses(
        new Perplexity(),
        logits.permute(0, 2, 1),
        Tensor.of(0, 1).reshape(1, 2),
        "[1, 3, 2] and [1, 2]",
        "classDim(1)");
    refuses(new Perplexity(), logits, Tensor.of(0, 3).reshape(1, 2), "label 3 at index 1");
    refuses(new Perplexity(), logits, Tensor.ones(1, 2), "whole numbers");
  }
}
