package ai.miniai.doctor;

import static ai.miniai.doctor.SetupBuilder.guessing;
import static ai.miniai.doctor.SetupBuilder.learning;
import static ai.miniai.doctor.SetupBuilder.severity;
import static ai.miniai.setup.LossForm.SQUARED_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import ai.miniai.setup.LoopHabits;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other patterns that read the setup: of data, layers and steps, on runs and neighbours. */
class SetupPatternsTest {
  private static final int BATCHES = 100;

  private static SetupBuilder setup() {
    return new SetupBuilder();
  }

  // ---------------------------------------------------------------- order

  @Test
  void seesClassesThatComeOneAfterTheOther() {
    Finding finding =
        learning(new SortedTargets(), setup().classes(0.99, 100, 100, 100, 100)).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.says())
        .isEqualTo(
            "99 % of the training items have the same class as the item before (shuffled: 25 %).");
  }

  @Test
  void seesNumbersThatAreSorted() {
    Finding finding = learning(new SortedTargets(), setup().numbers(0, 1, 0.97)).orElseThrow();
    assertThat(finding.evidence("correlation")).isEqualTo(0.97);
    assertThat(finding.says()).endsWith("their correlation is 0.97 (shuffled: 0).");
  }

  @Test
  void targetsInRandomOrderOrNearlyAllOfOneClassAreFine() {
    assertThat(guessing(new SortedTargets(), setup().classes(0.25, 100, 100, 100, 100))).isEmpty();
    assertThat(guessing(new SortedTargets(), setup().classes(0.96, 980, 20))).isEmpty();
    assertThat(guessing(new SortedTargets(), setup().classes(1, 30, 30))).isEmpty();
    assertThat(guessing(new SortedTargets(), setup().classes(1, 0, 300))).isEmpty();
    assertThat(guessing(new SortedTargets(), setup().numbers(0, 1, 0.5))).isEmpty();
    assertThat(guessing(new SortedTargets(), setup().numbers(0, 1, Double.NaN))).isEmpty();
  }

  // ---------------------------------------------------------------- layers

  @ParameterizedTest
  @ValueSource(strings = {"BatchNorm2d", "BatchNorm", "BatchNormalization"})
  void seesThatABatchIsTooSmallForItsNormalisation(String type) {
    SetupBuilder setup = setup().layer("Conv2d", "").layer(type, "8").batches(2, 0);
    Finding finding = learning(new SmallNormBatch(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.path()).isEqualTo("1");
    assertThat(finding.says()).startsWith("A batch has 2 items");
  }

  @Test
  void aSmallBatchOfImagesIsOnlyNoted() {
    Vitals images =
        new VitalsBuilder(BATCHES)
            .guessing()
            .setup(setup().layer("BatchNorm2d", "8").batches(2, 0).build())
            .distributions(Quantity.ACTIVATIONS, "0", batch -> values(2 * 8 * 49))
            .distributions(Quantity.PARAMETERS, "0.weight", batch -> values(8))
            .build();
    assertThat(new SmallNormBatch().find(images).orElseThrow().severity()).isEqualTo(Severity.NOTE);
  }

  private static Distribution values(long count) {
    return new Distribution(count, 0, 1, 0, 0, 0, ImmutableLongArray.of());
  }

  @Test
  void largerBatchesAndOtherNormalisationsAreFine() {
    assertThat(guessing(new SmallNormBatch(), setup().layer("BatchNorm2d", "8").batches(4, 0)))
        .isEmpty();
    assertThat(guessing(new SmallNormBatch(), setup().layer("LayerNorm", "8").batches(1, 0)))
        .isEmpty();
    assertThat(guessing(new SmallNormBatch(), setup().layer("BatchNorm2d", "8").batches(0, 0)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Dropout, 'p 0.95'",
    "Dropout, 'p=0.95, inplace=False'",
    "Dropout2d, 'p 0.95'",
    "DropoutLayer, '0.95'"
  })
  void seesDropoutThatLetsHardlyAnythingPass(String type, String details) {
    SetupBuilder setup = setup().layer(type, details).layer("Linear", "8, 2");
    Finding finding = guessing(new StrongDropout(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.evidence("rate")).isEqualTo(0.95);
    assertThat(finding.says()).startsWith("It drops 95 % of its inputs");
    assertThat(severity(learning(new StrongDropout(), setup))).isEqualTo(Severity.NOTE);
  }

  @Test
  void seesDropoutBehindTheLastLayer() {
    SetupBuilder setup = setup().layer("Linear", "8, 2").layer("Dropout", "p 0.2");
    Finding finding = learning(new StrongDropout(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.says())
        .isEqualTo("Dropout stands behind the last layer: it sets 20 % of the predictions to 0.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p 1.0E-4", "p 0.5", "p=0.5, inplace=False", "p 0", ""})
  void usualDropoutIsFine(String details) {
    SetupBuilder setup = setup().layer("Dropout", details).layer("Linear", "8, 2");
    assertThat(guessing(new StrongDropout(), setup)).isEmpty();
  }

  // ---------------------------------------------------------------- training

  @ParameterizedTest
  @CsvSource({"SGD, 0.5, to 0.005 or 0", "Adam, 0.05, to 0.005 or 0", "AdamW, 2, to 0.02 or 0"})
  void seesWeightDecayThatHoldsTheWeightsDown(String name, double decay, String to) {
    SetupBuilder setup = setup().optimizer(name, 0.1, decay);
    Finding finding = guessing(new StrongWeightDecay(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.remedies().get(0).detail()).isEqualTo(to);
    assertThat(learning(new StrongWeightDecay(), setup)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SGD, 0.01", "AdamW, 0.1", "SGD, 0"})
  void usualWeightDecayIsFine(String name, double decay) {
    assertThat(guessing(new StrongWeightDecay(), setup().optimizer(name, 0.1, decay))).isEmpty();
  }

  @Test
  void seesALossThatIsASum() {
    SetupBuilder setup = setup().summedLoss(SQUARED_ERROR);
    Finding finding = guessing(new SummedLoss(), setup).orElseThrow();
    assertThat(finding.remedies()).contains(Remedy.rate(1.0 / 32));
    assertThat(learning(new SummedLoss(), setup)).isEmpty();
    assertThat(guessing(new SummedLoss(), setup().loss(SQUARED_ERROR))).isEmpty();
    assertThat(guessing(new SummedLoss(), setup.batches(1, 0))).isEmpty();
  }

  @Test
  void seesGradientsThatAreKept() {
    SetupBuilder setup = setup().habits(new LoopHabits(true, false));
    assertThat(severity(learning(new GradientsKept(), setup))).isEqualTo(Severity.WARNING);
    assertThat(severity(guessing(new GradientsKept(), setup))).isEqualTo(Severity.SICK);
    assertThat(guessing(new GradientsKept(), setup.habits(new LoopHabits(false, true)))).isEmpty();
  }

  @Test
  void seesValidationInTrainingMode() {
    SetupBuilder setup = setup().habits(new LoopHabits(false, true));
    assertThat(severity(learning(new WrongMode(), setup))).isEqualTo(Severity.WARNING);
    assertThat(guessing(new WrongMode(), setup.habits(new LoopHabits(true, false)))).isEmpty();
  }

  private static Optional<Finding> start(double first, double outputs) {
    return new LargeStart()
        .find(
            new VitalsBuilder(BATCHES)
                .loss(batch -> batch == 0 ? first : 2.3)
                .setup(setup().outputs(-outputs, 2 * outputs, 10).build())
                .build());
  }

  @Test
  void seesFirstOutputsThatAreTooLarge() {
    Finding finding = start(46, 30).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.lastBatch()).isZero();
    assertThat(finding.says())
        .isEqualTo(
            "Before the first step the loss was 46, 20 times that of guessing (2.3); outputs were"
                + " 30 on average.");
  }

  @Test
  void aFirstLossNearGuessingOrOfSmallOutputsIsFine() {
    assertThat(start(9, 30)).isEmpty();
    assertThat(start(46, 2)).isEmpty(); // targets are large, not outputs
    assertThat(start(Double.NaN, 30)).isEmpty();
  }

  private static Optional<Finding> weights(double mean, double std) {
    return new EqualWeights()
        .find(
            new VitalsBuilder(BATCHES)
                .guessing()
                .series(Quantity.PARAMETERS, "0.weight", batch -> mean, batch -> std)
                .series(Quantity.PARAMETERS, "0.bias", batch -> 0, batch -> 0)
                .build());
  }

  @Test
  void seesWeightsThatAreAllTheSame() {
    Finding finding = weights(0, 0).orElseThrow();
    assertThat(finding.path()).isEqualTo("0.weight");
    assertThat(finding.says()).isEqualTo("At the start all weights of 0.weight were 0.");
  }

  @Test
  void equalWeightsThatLearnALittleAreNoSickness() {
    Vitals little =
        new VitalsBuilder(BATCHES)
            .loss(batch -> 2.3 - 0.001 * batch + 0.01 * (batch % 3))
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0.05, batch -> 0)
            .build();
    assertThat(little.mildSeverity()).isEqualTo(Severity.SICK);
    assertThat(new EqualWeights().find(little).orElseThrow().severity())
        .isEqualTo(Severity.WARNING);
    assertThat(weights(0.05, 0).orElseThrow().severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void weightsThatDifferAndThoseOfNormalisationsAreFine() {
    assertThat(weights(0, 0.1)).isEmpty();
    assertThat(weights(1, 0)).isEmpty();
  }

  // ---------------------------------------------------------------- inputs

  private static VitalsBuilder inputs(double mean, double std) {
    return new VitalsBuilder(BATCHES)
        .guessing()
        .series(Quantity.INPUTS, "(input)", batch -> mean, batch -> std);
  }

  @ParameterizedTest
  @CsvSource({"128, 90, SICK", "0, 0.01, SICK", "0, 6, NOTE", "4, 1, NOTE"})
  void seesInputsThatAreNotNormalised(double mean, double std, Severity severity) {
    Finding finding = new InputScale().find(inputs(mean, std).build()).orElseThrow();
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.evidence("deviation")).isCloseTo(std, withinPercentage(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.5, 0.3", "-2, 4", "0, NaN"})
  void usualInputsAreFine(double mean, double std) {
    assertThat(new InputScale().find(inputs(mean, std).build())).isEmpty();
  }

  private static Optional<Finding> inputs(IntFunction<Distribution> ofBatch) {
    return new InputScale()
        .find(
            new VitalsBuilder(BATCHES)
                .guessing()
                .distributions(Quantity.INPUTS, "(input)", ofBatch)
                .build());
  }

  @Test
  void judgesSingleNumbersTogether() {
    // GIVEN batches of one number, whose deviation is unknown
    assertThat(inputs(batch -> values(1, batch % 2 == 0 ? 1 : -1, Double.NaN, 0))).isEmpty();
    assertThat(inputs(batch -> values(1, batch % 2 == 0 ? 100 : -100, Double.NaN, 0))).isPresent();
  }

  @Test
  void judgesInputsThatAreMostlyZeroByTheOthers() {
    // GIVEN rows of 1,000 numbers, of which one is not 0
    assertThat(inputs(batch -> values(1000, 1e-3, 0.0316, 999))).isEmpty();
    assertThat(inputs(batch -> values(1000, 0.3, 9.5, 999))).isPresent();
  }

  private static Distribution values(long size, double mean, double std, long zeros) {
    return new Distribution(size, mean, std, 0, size, 0, ImmutableLongArray.of(0), zeros);
  }

  @Test
  void countsItemsThatContradictOthers() {
    SetupBuilder some = new SetupBuilder().conflicts(12).classes(0.5, 50, 50);
    Finding finding = learning(new ConflictingTargets(), some).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.evidence("items")).isEqualTo(12);
    assertThat(learning(new ConflictingTargets(), new SetupBuilder().classes(0.5, 50, 50)))
        .isEmpty();
  }
}
