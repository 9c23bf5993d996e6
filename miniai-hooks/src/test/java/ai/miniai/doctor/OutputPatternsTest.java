package ai.miniai.doctor;

import static ai.miniai.doctor.SetupBuilder.guessing;
import static ai.miniai.doctor.SetupBuilder.learning;
import static ai.miniai.doctor.SetupBuilder.severity;
import static ai.miniai.setup.LossForm.ABSOLUTE_ERROR;
import static ai.miniai.setup.LossForm.BINARY_CROSS_ENTROPY;
import static ai.miniai.setup.LossForm.CATEGORICAL_CROSS_ENTROPY;
import static ai.miniai.setup.LossForm.HUBER;
import static ai.miniai.setup.LossForm.NEGATIVE_LOG_LIKELIHOOD;
import static ai.miniai.setup.LossForm.SIGMOID_CROSS_ENTROPY;
import static ai.miniai.setup.LossForm.SOFTMAX_CROSS_ENTROPY;
import static ai.miniai.setup.LossForm.SQUARED_ERROR;
import static ai.miniai.setup.LossForm.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.setup.LossForm;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Patterns of outputs, targets and loss, on made-up runs that have them, and on neighbours. */
class OutputPatternsTest {
  private static final int BATCHES = 100;

  private static SetupBuilder setup() {
    return new SetupBuilder();
  }

  // ---------------------------------------------------------------- shapes

  @Test
  void seesPredictionsAndTargetsThatAreBroadcast() {
    SetupBuilder setup = setup().loss(UNKNOWN).outputs(-1, 1, 1).numbers(-1, 1);
    Finding finding = learning(new ShapeMismatch(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.SHAPE_MISMATCH);
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.says())
        .isEqualTo("For a batch of 32 the model puts out [32, 1], and the targets are [32].");
  }

  @Test
  void acceptsShapesThatFitOrThatTheLossKnows() {
    SetupBuilder equal = setup().loss(UNKNOWN).outputs(-1, 1, 1).numbers(-1, 1, new long[] {1});
    assertThat(learning(new ShapeMismatch(), equal)).isEmpty();
    SetupBuilder known = setup().loss(SQUARED_ERROR).outputs(-1, 1, 1).numbers(-1, 1);
    assertThat(learning(new ShapeMismatch(), known)).isEmpty();
    SetupBuilder single = setup().loss(UNKNOWN).outputs(-1, 1, 1).numbers(-1, 1).batches(1, 0);
    assertThat(learning(new ShapeMismatch(), single)).isEmpty();
    SetupBuilder labels = setup().loss(UNKNOWN).outputs(-1, 1, 1).classes(0.5, 50, 50);
    assertThat(learning(new ShapeMismatch(), labels)).isEmpty();
  }

  // ---------------------------------------------------------------- several labels

  @Test
  void seesLabelsThatCompeteThoughAnItemMayHaveSeveral() {
    SetupBuilder setup =
        setup().loss(BINARY_CROSS_ENTROPY).layer("Softmax", "").probabilities(0, 1, 6).binary(6);
    Finding finding = learning(new OutputMismatch(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.OUTPUT_MISMATCH);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.says()).contains("sum to 1 for each item, as if it had a single label");
  }

  @Test
  void acceptsProbabilitiesThatSumToOneIfEachItemHasOneLabel() {
    SetupBuilder one =
        setup()
            .loss(BINARY_CROSS_ENTROPY)
            .layer("Softmax", "")
            .probabilities(0, 1, 3)
            .oneHot(30, 30, 30);
    assertThat(learning(new OutputMismatch(), one)).isEmpty();
    SetupBuilder several =
        setup().loss(BINARY_CROSS_ENTROPY).layer("Sigmoid", "").outputs(0, 1, 6).binary(6);
    assertThat(learning(new OutputMismatch(), several)).isEmpty();
  }

  // ---------------------------------------------------------------- constants

  @Test
  void seesThatAllTargetsAreOneClass() {
    SetupBuilder setup = setup().classes(1, 0, 0, 500).batches(32, BATCHES);
    Finding finding = learning(new ConstantTargets(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.CONSTANT_TARGETS);
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.says())
        .isEqualTo("All 500 targets that were looked at are the same: class 2.");
  }

  @Test
  void seesThatAllTargetsAreOneNumber() {
    SetupBuilder setup = setup().numbers(7, 7).batches(32, 10);
    assertThat(learning(new ConstantTargets(), setup).orElseThrow().says())
        .isEqualTo("All 1,000 targets that were looked at are the same: 7.");
  }

  @Test
  void waitsForAWholePassBeforeItCallsTargetsConstant() {
    SetupBuilder sorted = setup().classes(1, 0, 500).batches(32, BATCHES + 1);
    assertThat(learning(new ConstantTargets(), sorted)).isEmpty();
    SetupBuilder two = setup().classes(0.9, 1, 499).batches(32, BATCHES);
    assertThat(learning(new ConstantTargets(), two)).isEmpty();
  }

  @Test
  void aSingleItemThatIsLearnedByHeartOnTrialIsFine() {
    SetupBuilder one = setup().classes(1, 0, BATCHES).batches(1, 1);
    assertThat(learning(new ConstantTargets(), one)).isEmpty();
  }

  @Test
  void seesASoftmaxOfASingleUnit() {
    SetupBuilder setup = setup().layer("Softmax", "").probabilities(1, 1, 1);
    Finding finding = guessing(new ConstantOutput(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.CONSTANT_OUTPUT);
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.place()).isEqualTo("0 (Softmax)");
  }

  @Test
  void seesALastActivationThatIsAlwaysZero() {
    SetupBuilder setup = setup().layer("Linear", "8, 1").layer("ReLU", "").outputs(0, 0, 1);
    Finding finding = guessing(new ConstantOutput(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.DEAD_OUTPUT);
    assertThat(finding.path()).isEqualTo("1");
    assertThat(finding.remedies().get(0).detail())
        .startsWith("Remove the last activation 1 (ReLU)");
  }

  @Test
  void outputsThatDifferAreNotDead() {
    assertThat(guessing(new ConstantOutput(), setup().outputs(0, 1e-3, 1))).isEmpty();
    Vitals early =
        new VitalsBuilder(ConstantOutput.BATCHES - 1)
            .setup(setup().outputs(0, 0, 1).build())
            .build();
    assertThat(new ConstantOutput().find(early)).isEmpty();
  }

  // ---------------------------------------------------------------- last layer and loss

  static Stream<Arguments> mismatches() {
    return Stream.of(
        Arguments.of(
            setup().loss(SOFTMAX_CROSS_ENTROPY).layer("Softmax", "").probabilities(0, 1, 10),
            "applies a softmax again"),
        Arguments.of(
            setup().loss(SIGMOID_CROSS_ENTROPY).layer("Sigmoid", "").outputs(0.1, 0.9, 1),
            "applies a sigmoid again"),
        Arguments.of(
            setup().loss(SIGMOID_CROSS_ENTROPY).layer("Dense", "4, 1, sigmoid").outputs(0, 1, 1),
            "applies a sigmoid again"),
        Arguments.of(
            setup().loss(CATEGORICAL_CROSS_ENTROPY).layer("Linear", "4, 3").outputs(-2, 3, 3),
            "do not: they are between -2 and 3"),
        Arguments.of(
            setup().loss(CATEGORICAL_CROSS_ENTROPY).layer("Sigmoid", "").outputs(0.1, 0.9, 3),
            "which sum to 1"),
        Arguments.of(
            setup().loss(BINARY_CROSS_ENTROPY).layer("Tanh", "").outputs(-1, 1, 1),
            "takes probabilities; the outputs of the model are between -1 and 1"),
        Arguments.of(
            setup().loss(NEGATIVE_LOG_LIKELIHOOD).layer("Linear", "4, 3").outputs(-2, 3, 3),
            "takes log-probabilities"),
        Arguments.of(
            setup().loss(NEGATIVE_LOG_LIKELIHOOD).layer("Softmax", "").probabilities(0, 1, 3),
            "takes log-probabilities"));
  }

  @ParameterizedTest
  @MethodSource("mismatches")
  void seesOutputsThatTheLossCannotUse(SetupBuilder setup, String says) {
    Finding finding = guessing(new OutputMismatch(), setup).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.OUTPUT_MISMATCH);
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.says()).contains(says);
    assertThat(severity(learning(new OutputMismatch(), setup))).isEqualTo(Severity.WARNING);
  }

  static Stream<SetupBuilder> matches() {
    return Stream.of(
        setup().loss(SOFTMAX_CROSS_ENTROPY).layer("Linear", "4, 3").outputs(-2, 3, 3),
        setup().loss(SIGMOID_CROSS_ENTROPY).layer("Linear", "4, 1").outputs(0.2, 0.8, 1),
        setup().loss(CATEGORICAL_CROSS_ENTROPY).layer("Softmax", "").probabilities(0, 1, 3),
        setup().loss(BINARY_CROSS_ENTROPY).layer("Sigmoid", "").outputs(0, 1, 1),
        setup().loss(NEGATIVE_LOG_LIKELIHOOD).layer("LogSoftmax", "").outputs(-9, 0, 3),
        setup().loss(SQUARED_ERROR).layer("Linear", "4, 1").outputs(-9, 9, 1).numbers(-9, 9),
        setup().loss(UNKNOWN).layer("Softmax", "").probabilities(0, 1, 3));
  }

  @ParameterizedTest
  @MethodSource("matches")
  void acceptsOutputsThatTheLossTakes(SetupBuilder setup) {
    assertThat(guessing(new OutputMismatch(), setup)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SOFTMAX_CROSS_ENTROPY, ReLU, relu",
    "SOFTMAX_CROSS_ENTROPY, Tanh, tanh",
    "SIGMOID_CROSS_ENTROPY, ReLU, relu"
  })
  void seesAnActivationThatCutsOffLogits(LossForm form, String last, String named) {
    SetupBuilder setup =
        setup().loss(form).layer("Linear", "4, 3").layer(last, "").outputs(0, 4, 3);
    Finding finding = guessing(new OutputMismatch(), setup).orElseThrow();
    assertThat(finding.says()).startsWith("The model ends with a " + named);
    assertThat(finding.path()).isEqualTo("1");
    assertThat(severity(learning(new OutputMismatch(), setup))).isEqualTo(Severity.NOTE);
  }

  @ParameterizedTest
  @EnumSource(
      value = LossForm.class,
      names = {"SQUARED_ERROR", "ABSOLUTE_ERROR", "HUBER"})
  void seesADistanceBetweenClasses(LossForm form) {
    SetupBuilder several = setup().loss(form).outputs(0, 1, 3).oneHot(40, 30, 30);
    Finding finding = guessing(new OutputMismatch(), several).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.DISTANCE_OF_CLASSES);
    assertThat(finding.remedies().get(0).detail()).startsWith("Use cross-entropy");
    SetupBuilder two = setup().loss(form).outputs(0, 1, 1).binary(1);
    assertThat(guessing(new OutputMismatch(), two).orElseThrow().remedies().get(0).detail())
        .startsWith("Use binary cross-entropy");
  }

  @Test
  void aDistanceBetweenImagesOfZerosAndOnesIsFine() {
    SetupBuilder setup = setup().loss(SQUARED_ERROR).outputs(0, 1, 1, 28, 28).binary(1, 28, 28);
    assertThat(guessing(new OutputMismatch(), setup)).isEmpty();
  }

  @Test
  void waitsForSomeBatchesBeforeItJudgesOutputs() {
    SetupBuilder setup = setup().loss(BINARY_CROSS_ENTROPY).outputs(-1, 1, 1);
    Vitals early = new VitalsBuilder(ConstantOutput.BATCHES - 1).setup(setup.build()).build();
    assertThat(new OutputMismatch().find(early)).isEmpty();
  }

  // ---------------------------------------------------------------- targets

  @ParameterizedTest
  @CsvSource({
    "ReLU, -3, 3, from 0 on",
    "Softplus, -3, 3, from 0 on",
    "Sigmoid, 0, 5, from 0 to 1",
    "Softmax, -1, 1, from 0 to 1",
    "Tanh, -4, 4, from -1 to 1"
  })
  void seesTargetsThatTheLastActivationCannotReach(String last, double min, double max, String to) {
    SetupBuilder setup =
        setup().loss(SQUARED_ERROR).layer("Linear", "4, 1").layer(last, "").numbers(min, max);
    Finding finding = learning(new TargetRange(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.path()).isEqualTo("1");
    assertThat(finding.says()).endsWith("puts out numbers " + to + ".");
    assertThat(finding.evidence("largest target")).isEqualTo(max);
    assertThat(severity(guessing(new TargetRange(), setup))).isEqualTo(Severity.SICK);
  }

  @ParameterizedTest
  @CsvSource({"ReLU, 0, 30", "Sigmoid, 0, 1", "Tanh, -1, 1", "Linear, -30, 30"})
  void acceptsTargetsWithinReach(String last, double min, double max) {
    SetupBuilder setup = setup().loss(ABSOLUTE_ERROR).layer(last, "").numbers(min, max);
    assertThat(guessing(new TargetRange(), setup)).isEmpty();
  }

  @Test
  void takesLabelsOfSeveralClassesForWhatTheyAre() {
    SetupBuilder setup = setup().loss(BINARY_CROSS_ENTROPY).layer("Sigmoid", "").numbers(0, 4);
    Finding finding = learning(new TargetRange(), setup).orElseThrow();
    assertThat(finding.means()).contains("labels of several classes");
    assertThat(finding.remedies().get(0).detail()).startsWith("Use one output for each class");
  }

  @Test
  void targetsOfBinaryCrossEntropyAreProbabilities() {
    SetupBuilder beyond = setup().loss(SIGMOID_CROSS_ENTROPY).layer("Linear", "").numbers(-1, 1);
    assertThat(learning(new TargetRange(), beyond).orElseThrow().remedies().get(0).detail())
        .startsWith("Scale the targets to [0, 1]");
    SetupBuilder soft = setup().loss(SIGMOID_CROSS_ENTROPY).layer("Linear", "").numbers(0.1, 0.9);
    assertThat(guessing(new TargetRange(), soft)).isEmpty();
  }

  @Test
  void seesTargetsThatAreFarTooLarge() {
    SetupBuilder setup = setup().loss(HUBER).numbers(100_000, 500_000);
    Finding finding = guessing(new TargetScale(), setup).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.says()).startsWith("The targets have mean 300,000 and deviation 100,000;");
    assertThat(severity(learning(new TargetScale(), setup))).isEqualTo(Severity.NOTE);
  }

  @Test
  void targetsOfUsualSizeAndLabelsAreFine() {
    assertThat(guessing(new TargetScale(), setup().loss(SQUARED_ERROR).numbers(-90, 90))).isEmpty();
    long[] thousand = new long[1000];
    Arrays.fill(thousand, 1);
    assertThat(
            guessing(new TargetScale(), setup().loss(SOFTMAX_CROSS_ENTROPY).classes(0, thousand)))
        .isEmpty();
  }
}
