package ai.miniai.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.loss.BCELoss;
import ai.miniai.loss.CrossEntropyLoss;
import ai.miniai.loss.HuberLoss;
import ai.miniai.loss.KLDivLoss;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.loss.MSELoss;
import ai.miniai.loss.Reduction;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class SetupObserverTest {
  private static final int ITEMS = 32;

  private final SetupObserver observer = new SetupObserver();

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private static LossFunction named(LossFunction loss) {
    return loss;
  }

  private static Tensor labels(int classes) {
    return Tensor.randint(0, classes, ITEMS);
  }

  private static Tensor oneHot(int classes) {
    Tensor rows = Tensor.eye(classes);
    return rows.indexSelect(0, labels(classes));
  }

  private void observe(int batch, Tensor output, Tensor target, LossFunction loss) {
    observer.train(batch, output, target, loss, loss.loss(output, target));
  }

  // ---------------------------------------------------------------- what the loss computes

  private static Tensor ofProbabilities(Tensor p, Tensor y) {
    Tensor rows = p.div(p.sum(new int[] {1}, true));
    return y.times(rows.log()).sum().div(-(double) p.size(0));
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(named(Losses::crossEntropy), LossForm.SOFTMAX_CROSS_ENTROPY, 5, "labels"),
        Arguments.of(named(Losses::crossEntropy), LossForm.SOFTMAX_CROSS_ENTROPY, 5, "one-hot"),
        Arguments.of(
            new CrossEntropyLoss().labelSmoothing(0.1),
            LossForm.SOFTMAX_CROSS_ENTROPY,
            5,
            "labels"),
        Arguments.of(
            new CrossEntropyLoss().reduction(Reduction.SUM),
            LossForm.SOFTMAX_CROSS_ENTROPY,
            2,
            "labels"),
        Arguments.of(named(Losses::nll), LossForm.NEGATIVE_LOG_LIKELIHOOD, 5, "labels"),
        Arguments.of(
            named(SetupObserverTest::ofProbabilities),
            LossForm.CATEGORICAL_CROSS_ENTROPY,
            3,
            "one-hot"),
        Arguments.of(new KLDivLoss().batchMean(), LossForm.NEGATIVE_LOG_LIKELIHOOD, 3, "shares"),
        Arguments.of(new KLDivLoss(), LossForm.NEGATIVE_LOG_LIKELIHOOD, 4, "shares"),
        Arguments.of(named(Losses::crossEntropy), LossForm.SOFTMAX_CROSS_ENTROPY, 3, "shares"),
        Arguments.of(named(Losses::binaryCrossEntropy), LossForm.BINARY_CROSS_ENTROPY, 1, "binary"),
        Arguments.of(
            named(Losses::binaryCrossEntropyWithLogits),
            LossForm.SIGMOID_CROSS_ENTROPY,
            4,
            "binary"),
        Arguments.of(named(Losses::mse), LossForm.SQUARED_ERROR, 1, "numbers"),
        Arguments.of(named(Losses::mse), LossForm.SQUARED_ERROR, 3, "one-hot"),
        Arguments.of(named(Losses::l1), LossForm.ABSOLUTE_ERROR, 2, "numbers"),
        Arguments.of(new HuberLoss(), LossForm.HUBER, 2, "binary"),
        Arguments.of(
            named((p, y) -> p.minus(y).square().sum().times(0.5)),
            LossForm.SQUARED_ERROR,
            2,
            "numbers"),
        Arguments.of(
            named((p, y) -> p.minus(y).abs().sqrt().mean()), LossForm.UNKNOWN, 2, "numbers"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void findsOutWhatALossComputesByCallingIt(
      LossFunction loss, LossForm form, int width, String kind) {
    Tensor target =
        switch (kind) {
          case "labels" -> labels(width);
          case "one-hot" -> oneHot(width);
          case "shares" -> Tensor.randn(ITEMS, width).softmax(1);
          case "binary" -> Tensor.bernoulli(0.4, ITEMS, width);
          default -> Tensor.randn(ITEMS, width).times(3);
        };
    observe(0, Tensor.rand(ITEMS, width).times(0.8).plus(0.1), target, loss);
    assertThat(observer.setup().loss().orElseThrow().form()).isEqualTo(form);
  }

  @Test
  void tellsASumFromAMean() {
    observe(
        0, Tensor.randn(ITEMS, 2), Tensor.randn(ITEMS, 2), new MSELoss().reduction(Reduction.SUM));
    assertThat(observer.setup().loss().orElseThrow())
        .isEqualTo(new LossInfo("MSELoss", LossForm.SQUARED_ERROR, true));
  }

  @Test
  void aLossThatIsComputedInAnotherWayStaysUnknown() {
    Tensor output = Tensor.randn(ITEMS, 2);
    observer.train(0, output, output.plus(1), Losses::mse, Tensor.scalar(17));
    assertThat(observer.setup().loss()).isEmpty();
    assertThat(observer.guessing().training().isEmpty()).isTrue();
  }

  @Test
  void aLossThatFailsEndsNothing() {
    observer.train(
        0,
        Tensor.randn(ITEMS, 2),
        Tensor.randn(ITEMS, 2),
        (p, y) -> {
          throw new IllegalStateException("no such luck");
        },
        Tensor.scalar(1));
    assertThat(observer.setup().loss()).isEmpty();
  }

  // ---------------------------------------------------------------- guessing

  /** The mean loss of guessing over 60 batches, of which the first ones are left out. */
  private double guessing(IntFunction<Tensor> target, int width, LossFunction loss) {
    for (int batch = 0; batch < 60; batch++) {
      observe(batch, Tensor.rand(ITEMS, width), target.apply(batch), loss);
    }
    return observer.guessing().training().subArray(20, 60).stream().average().orElseThrow();
  }

  @Test
  void guessingCostsTheEntropyOfTheClasses() {
    double expected = -(0.9 * Math.log(0.9) + 0.1 * Math.log(0.1));
    assertThat(
            guessing(
                batch -> Tensor.bernoulli(0.1, ITEMS).to(DataType.INT64), 2, Losses::crossEntropy))
        .isCloseTo(expected, within(0.04));
  }

  /** Where larger inputs give a lower loss without end, only log-probabilities are a guess. */
  @Test
  void guessingPutsOutLogProbabilitiesForALossThatTakesThem() {
    assertThat(guessing(batch -> labels(3), 3, Losses::nll)).isCloseTo(Math.log(3), within(0.04));
    Tensor shares = Tensor.of(new float[] {0.7f, 0.2f, 0.1f}, 1, 3).plus(Tensor.zeros(ITEMS, 3));
    assertThat(new SetupObserverTest().guessing(batch -> shares, 3, new KLDivLoss().batchMean()))
        .isCloseTo(0, within(0.02));
  }

  @Test
  void guessingCostsTheEntropyOfProbabilitiesToo() {
    double expected = -(0.2 * Math.log(0.2) + 0.8 * Math.log(0.8));
    assertThat(guessing(batch -> Tensor.bernoulli(0.2, ITEMS, 1), 1, new BCELoss()))
        .isCloseTo(expected, within(0.05));
    assertThat(observer.setup().targets().orElseThrow().kind()).isEqualTo(TargetKind.BINARY);
  }

  /** In the first 80 items, 1 is right so often that a constant 1 seems best for once. */
  @Test
  void whatGuessesBestIsNotDecidedByAFewItems() {
    Tensor ones = Tensor.ones(8, 1);
    Tensor mixed = Tensor.of(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 8, 1);
    Tensor mostly = Tensor.of(new float[] {1, 1, 1, 0, 1, 1, 0, 1}, 8, 1);
    LossFunction loss = Losses::binaryCrossEntropyWithLogits;
    for (int batch = 0; batch < 100; batch++) {
      Tensor target = batch >= 10 ? mixed : batch % 4 == 3 ? ones : mostly;
      observe(batch, Tensor.randn(8, 1), target, loss);
    }
    double later = observer.guessing().training().get(99);
    assertThat(later).isCloseTo(Math.log(2), within(0.02));
  }

  @Test
  void guessingCostsTheVarianceOfNumbers() {
    assertThat(guessing(batch -> Tensor.randn(ITEMS, 1).times(300).plus(1000), 1, Losses::mse))
        .isCloseTo(90_000, within(9_000.0));
  }

  @Test
  void guessingCostsTheMeanDistanceFromTheMedian() {
    // GIVEN targets that are 0 mostly, and 10 otherwise: the median is 0
    assertThat(guessing(batch -> Tensor.bernoulli(0.3, ITEMS, 1).times(10), 1, Losses::l1))
        .isCloseTo(3, within(0.5));
  }

  @Test
  void guessingCostsAsMuchAsALossFunctionOfOnesOwnSays() {
    LossFunction own = (p, y) -> Losses.mse(p, y).plus(5);
    assertThat(guessing(batch -> Tensor.randn(ITEMS, 4), 4, own)).isCloseTo(6, within(0.2));
  }

  @Test
  void thereAreClassesForEachPlaceOfAnImage() {
    for (int batch = 0; batch < 30; batch++) {
      observe(batch, Tensor.randn(4, 3, 5, 5), Tensor.randint(0, 3, 4, 5, 5), Losses::crossEntropy);
    }
    assertThat(observer.guessing().training().get(29)).isCloseTo(Math.log(3), within(0.02));
  }

  // ---------------------------------------------------------------- targets and outputs

  @Test
  void countsClassesAndRepeats() {
    // GIVEN sorted labels
    for (int batch = 0; batch < 4; batch++) {
      observe(
          batch,
          Tensor.randn(ITEMS, 4),
          Tensor.full(batch, ITEMS).to(DataType.INT64),
          Losses::crossEntropy);
    }
    TargetInfo targets = observer.setup().targets().orElseThrow();
    assertThat(targets.kind()).isEqualTo(TargetKind.CLASSES);
    assertThat(targets.classCounts().toArray()).containsExactly(32, 32, 32, 32);
    assertThat(targets.repeats()).isEqualTo(1);
    assertThat(targets.expectedRepeats()).isEqualTo(0.25);
  }

  @Test
  void knowsRowsWithASingleOne() {
    observe(0, Tensor.randn(ITEMS, 3), oneHot(3), Losses::mse);
    TargetInfo targets = observer.setup().targets().orElseThrow();
    assertThat(targets.kind()).isEqualTo(TargetKind.ONE_HOT);
    assertThat(targets.classCounts().stream().sum()).isEqualTo(ITEMS);
  }

  @Test
  void seesThatOutputsAreProbabilities() {
    observe(0, Tensor.randn(ITEMS, 3).softmax(1), labels(3), Losses::crossEntropy);
    OutputInfo outputs = observer.setup().outputs().orElseThrow();
    assertThat(outputs.sumToOne()).isTrue();
    assertThat(outputs.shape().toArray()).containsExactly(3);
  }

  @Test
  void shapesOfOutputAndTargetMayDiffer() {
    Tensor output = Tensor.randn(ITEMS, 1);
    Tensor target = Tensor.randn(ITEMS);
    observe(0, output, target, (p, y) -> p.minus(y).square().mean());
    RunSetup setup = observer.setup();
    assertThat(setup.outputs().orElseThrow().shape().toArray()).containsExactly(1);
    assertThat(setup.targets().orElseThrow().shape().isEmpty()).isTrue();
    assertThat(setup.loss().orElseThrow().form()).isEqualTo(LossForm.UNKNOWN);
  }

  @Test
  void takesNoRandomNumbersFromTheTraining() {
    LossFunction noisy = (p, y) -> Losses.mse(p, y).plus(Tensor.rand(1).sum().times(0));
    Tensor output = Tensor.randn(ITEMS, 2);
    Tensor target = Tensor.randn(ITEMS, 2);
    Seed.set(7);
    double expected = Tensor.rand(1).item();
    Seed.set(7);
    observe(0, output, target, Losses::mse);
    observer.train(1, output, target, noisy, Losses.mse(output, target));
    assertThat(Tensor.rand(1).item()).isEqualTo(expected);
  }

  private enum Named implements LossFunction {
    MY_LOSS {
      @Override
      public Tensor loss(Tensor predictions, Tensor target) {
        return Losses.mse(predictions, target);
      }
    }
  }

  @Test
  void namesAConstantOfAnEnum() {
    observe(0, Tensor.randn(ITEMS, 2), Tensor.randn(ITEMS, 2), Named.MY_LOSS);
    assertThat(observer.setup().loss().orElseThrow().name()).isEqualTo("MY_LOSS");
  }

  // ---------------------------------------------------------------- unusual losses and targets

  @Test
  void aLossThatDoesNotDependOnSizesIsNoCrossEntropyUnlessTargetsAreClasses() {
    LossFunction cosine = (p, y) -> Losses.cosineSimilarity(p, y, 1).mean().times(-1);
    observe(0, Tensor.randn(ITEMS, 5), Tensor.randn(ITEMS, 5), cosine);
    assertThat(observer.setup().loss().orElseThrow().form()).isEqualTo(LossForm.UNKNOWN);
  }

  @Test
  void damagedTargetsDoNotSpoilWhatGuessingCosts() {
    // GIVEN a batch with a target that is NaN among others of variance 1
    for (int batch = 0; batch < 12; batch++) {
      Tensor target = Tensor.randn(ITEMS, 1);
      if (batch == 4) {
        target.array().putScalar(3, Double.NaN);
      }
      observe(batch, Tensor.randn(ITEMS, 1), target, Losses::mse);
    }
    // THEN
    double[] training = observer.guessing().training().toArray();
    assertThat(training[4]).isNaN();
    assertThat(training[11]).isBetween(0.3, 2.0);
    assertThat(observer.setup().targets().orElseThrow().std()).isCloseTo(1, within(0.2));
  }
}
