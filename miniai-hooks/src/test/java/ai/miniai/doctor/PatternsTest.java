package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
import ai.miniai.setup.OptimizerInfo;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each pattern on made-up runs that have it, and on a neighbour that has not. */
class PatternsTest {
  private static final int BATCHES = 100;

  private static VitalsBuilder run() {
    return new VitalsBuilder(BATCHES);
  }

  // ---------------------------------------------------------------- across depth

  @Test
  void seesDeviationsThatShrinkLayerByLayer() {
    VitalsBuilder run = run().guessing();
    for (int i = 0; i < 6; i++) {
      double std = Math.pow(0.3, i);
      run.layer("" + i, batch -> std);
    }
    Finding finding = new VanishingActivations().find(run.build()).orElseThrow();
    assertThat(finding.path()).isEqualTo("5");
    assertThat(finding.evidence("per layer")).isCloseTo(0.3, within(1e-9));
  }

  /** Small weights: all is gone after two layers, and biases keep the rest at one level. */
  private static Vitals shrunk(double left) {
    VitalsBuilder run = run().guessing();
    for (int i = 0; i < 8; i++) {
      double std = Math.max(left, Math.pow(0.1, i));
      run.layer("" + i, batch -> std);
    }
    return run.build();
  }

  @Test
  void seesDeviationsThatAreGoneAfterAFewLayers() {
    Finding finding = new VanishingActivations().find(shrunk(0.005)).orElseThrow();
    assertThat(finding.evidence("deviation in the later half")).isCloseTo(0.005, within(1e-9));
  }

  @Test
  void acceptsDeviationsThatStaySmall() {
    assertThat(new VanishingActivations().find(shrunk(0.1))).isEmpty();
  }

  @Test
  void seesGradientsVanishOnTheirWayBack() {
    VitalsBuilder run = run().guessing();
    for (int i = 0; i < 6; i++) {
      double std = Math.pow(10, i - 6);
      run.series(Quantity.GRADIENTS, "" + i, batch -> 0, batch -> std);
    }
    Finding finding = new GradientsAcrossDepth().find(run.build()).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.VANISHING_GRADIENTS);
    assertThat(finding.path()).isEqualTo("0");
    assertThat(finding.evidence("per layer, on the way back")).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void seesGradientsExplodeOnTheirWayBack() {
    VitalsBuilder run = run().guessing();
    for (int i = 0; i < 6; i++) {
      double std = Math.pow(10, -i);
      run.series(Quantity.GRADIENTS, "" + i, batch -> 0, batch -> std);
    }
    Finding finding = new GradientsAcrossDepth().find(run.build()).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.EXPLODING_GRADIENTS);
    assertThat(finding.path()).isEqualTo("0");
  }

  // ---------------------------------------------------------------- single layers

  @Test
  void seesOutputsThatExplode() {
    Vitals vitals = run().guessing().layer("0", batch -> Math.pow(1.1, batch)).build();
    Finding finding = new ExplodingActivations().find(vitals).orElseThrow();
    assertThat(finding.firstBatch()).isEqualTo(49); // 1.1^49 = 106.7
  }

  @Test
  void seesDeadUnits() {
    Vitals vitals = run().dead("0", 0.1).dead("1", 0.8).build();
    Finding finding = new DeadLayer().find(vitals).orElseThrow();
    assertThat(finding.path()).isEqualTo("1");
    assertThat(finding.evidence("share of dead units")).isEqualTo(0.8);
  }

  @Test
  void deadUnitsAreNoSicknessOfALossThatHasLevelledOut() {
    Vitals vitals = run().loss(batch -> 1.4 + 0.9 * Math.exp(-batch / 8.0)).dead("1", 0.8).build();
    assertThat(new DeadLayer().find(vitals).orElseThrow().severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void seesSaturatedTanh() {
    Vitals vitals = run().layer("0", batch -> 0.99).build();
    Finding finding = new SaturatedActivations().find(vitals).orElseThrow();
    assertThat(finding.evidence("mean slope, of the steepest"))
        .isCloseTo(1 - 0.99 * 0.99, within(1e-9));
  }

  @Test
  void seesSaturatedSigmoid() {
    Vitals vitals = run().series(Quantity.ACTIVATIONS, "0", batch -> 0.5, batch -> 0.499).build();
    assertThat(new SaturatedActivations().find(vitals)).isPresent();
  }

  @Test
  void takesNoLayerWithLargerOutputsForSaturated() {
    Vitals vitals = run().layer("0", batch -> 1.3).build();
    assertThat(new SaturatedActivations().find(vitals)).isEmpty();
  }

  @Test
  void namesLayersThatNeverRun() {
    Vitals vitals = run().layer("0", batch -> 1).idle("1").build();
    assertThat(new IdleLayers().find(vitals).orElseThrow().path()).isEqualTo("1");
  }

  // ---------------------------------------------------------------- steps

  @Test
  void seesStepsThatAreTooSmall() {
    Vitals vitals =
        run()
            .guessing()
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 0.1)
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 1e-8)
            .build();
    Finding finding = new UpdateSize().find(vitals).orElseThrow();
    assertThat(finding.pattern()).isEqualTo(Pattern.UPDATES_TOO_SMALL);
    assertThat(finding.evidence("update : weight")).isCloseTo(1e-7, within(1e-12));
  }

  @Test
  void seesStepsThatAreTooLarge() {
    Vitals vitals =
        run()
            .guessing()
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 0.1)
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 0.05)
            .build();
    assertThat(new UpdateSize().find(vitals).orElseThrow().pattern())
        .isEqualTo(Pattern.UPDATES_TOO_LARGE);
  }

  @Test
  void smallStepsAreNoTroubleWhereNothingIsLeftToLearn() {
    // GIVEN a single item that is learned by heart, which guessing knows from the start
    Vitals vitals =
        run()
            .loss(batch -> Math.exp(-batch / 5.0))
            .guesses(batch -> 0)
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 0.1)
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 1e-8)
            .build();
    assertThat(new UpdateSize().find(vitals)).isEmpty();
  }

  @Test
  void smallStepsAreTroubleIfTheLossStaysAboveThatOfGuessing() {
    // GIVEN a wild start, after which the loss creeps
    Vitals vitals =
        run()
            .loss(batch -> batch < 10 ? 1000 : 3 - 0.001 * batch)
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 0.1)
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 1e-8)
            .build();
    assertThat(new UpdateSize().find(vitals).orElseThrow().severity()).isEqualTo(Severity.SICK);
  }

  // ---------------------------------------------------------------- what validation says

  /** Losses from half to one and a half of guessing's, and steps that are large. */
  private static VitalsBuilder turmoil() {
    return run()
        .loss(batch -> Math.log(10) * (0.5 + (batch * 7 % 11) / 10.0))
        .layer("0", RiseAndCrashTest::sawtooth)
        .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 0.1)
        .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 0.05);
  }

  private static Severity worst(Vitals run) {
    return Doctor.findings(run).stream()
        .map(Finding::severity)
        .max(Severity::compareTo)
        .orElseThrow();
  }

  @Test
  void aNoisyTrainingLossIsNoSicknessIfValidationGetsBetter() {
    assertThat(worst(turmoil().build())).isEqualTo(Severity.SICK);
    assertThat(worst(turmoil().passes(2, 2.15, 2, 1.75).build())).isEqualTo(Severity.WARNING);
  }

  @Test
  void aNoisyTrainingLossIsSickIfValidationIsAsGuessing() {
    assertThat(worst(turmoil().passes(2, 2.29, 2.3, 2.28).build())).isEqualTo(Severity.SICK);
  }

  @Test
  void whatValidationHasLostAgainDoesNotCount() {
    assertThat(worst(turmoil().passes(2, 1.2, 1.5, 1.8).build())).isEqualTo(Severity.SICK);
  }

  @Test
  void aTrainingLossThatHasRisenSinceValidationIsJudgedByItself() {
    // GIVEN a fit that was good in its first pass
    VitalsBuilder lost =
        run()
            .planned(150)
            .loss(batch -> batch < 40 ? 1 : 2.4)
            .layer("0", RiseAndCrashTest::sawtooth)
            .passesUntil(40, 1, 1.1);
    // THEN
    assertThat(lost.build().severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void aLossThatFallsLittleIsSickHoweverCalmValidationFalls() {
    // GIVEN a network of which only the last layer learns
    Vitals vitals =
        run()
            .loss(batch -> 2.3 - 0.005 * batch)
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 0)
            .series(Quantity.UPDATES, "1.weight", batch -> 0, batch -> 1e-3)
            .passes(2, 2.1, 2, 1.85)
            .build();
    assertThat(new NeverLearns().find(vitals).orElseThrow().severity()).isEqualTo(Severity.SICK);
  }

  /** Noise around a line to four fifths of guessing's loss. */
  private static VitalsBuilder slow() {
    return run().loss(batch -> 2.3 - 0.006 * batch + 0.1 * ((batch * 7 % 11) / 10.0 - 0.5));
  }

  @Test
  void aLossThatLevelsOutInValidationIsNotSlow() {
    assertThat(new SlowProgress().find(slow().passes(2, 2.17, 2.04, 1.91).build()).orElseThrow())
        .returns(Severity.SICK, Finding::severity);
    assertThat(new SlowProgress().find(slow().passes(2, 2, 1.88, 1.83).build()).orElseThrow())
        .returns(Severity.WARNING, Finding::severity);
  }

  // ---------------------------------------------------------------- parameters

  @Test
  void aParameterThatAnotherOptimizerChangesIsLearned() {
    // GIVEN two networks that take turns, of which the step of only one is seen
    Vitals vitals =
        run()
            .series(Quantity.PARAMETERS, "g.weight", batch -> 0, batch -> 0.1 + 1e-4 * batch)
            .series(Quantity.UPDATES, "g.weight", batch -> 0, batch -> 0)
            .series(Quantity.UPDATES, "d.weight", batch -> 0, batch -> 1e-3)
            .build();
    assertThat(new NeverLearns().find(vitals)).isEmpty();
  }

  @Test
  void namesParametersThatNoStepChanges() {
    Vitals vitals =
        run()
            .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 0)
            .series(Quantity.UPDATES, "1.weight", batch -> 0, batch -> 1e-3)
            .build();
    assertThat(new NeverLearns().find(vitals).orElseThrow().path()).isEqualTo("0.weight");
  }

  private static VitalsBuilder trainedBy(OptimizerInfo optimizer) {
    return run()
        .setup(new SetupBuilder().optimizer(optimizer).build())
        .series(Quantity.UPDATES, "0.weight", batch -> 0, batch -> 0)
        .series(Quantity.UPDATES, "1.weight", batch -> 0, batch -> 1e-3);
  }

  @Test
  void frozenParametersAreNoAlarmUnlessTheRunIsLost() {
    var frozen = new OptimizerInfo("SGD", 0.1, 0, 0, List.of("0.weight", "0.bias"), List.of());
    Finding finding = new NeverLearns().find(trainedBy(frozen).build()).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.path()).isEqualTo("0.weight");
    assertThat(finding.says())
        .isEqualTo("2 parameters are frozen (requiresGrad is false): 0.weight, 0.bias.");
    Finding lost = new NeverLearns().find(trainedBy(frozen).guessing().build()).orElseThrow();
    assertThat(lost.severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void parametersThatTheOptimizerDoesNotHaveAreAMistake() {
    var missing = new OptimizerInfo("SGD", 0.1, 0, 0, List.of(), List.of("0.weight"));
    Finding finding = new NeverLearns().find(trainedBy(missing).build()).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.says())
        .isEqualTo("The optimizer does not have 1 parameter of the model: 0.weight.");
  }

  // ---------------------------------------------------------------- data and loss

  @Test
  void seesInputsThatAreNotNormalised() {
    Vitals vitals =
        run().guessing().series(Quantity.INPUTS, Vitals.INPUT, batch -> 73, batch -> 90).build();
    assertThat(new InputScale().find(vitals).orElseThrow().severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void acceptsPixelsFromZeroToOne() {
    Vitals vitals =
        run().series(Quantity.INPUTS, Vitals.INPUT, batch -> 0.28, batch -> 0.35).build();
    assertThat(new InputScale().find(vitals)).isEmpty();
  }

  @Test
  void seesThatWhatIsLearnedNeverHoldsInValidation() {
    Vitals vitals = run().passes(0.5, 1.2, 1.5).build();
    assertThat(new ValidationFailure().find(vitals).orElseThrow().severity())
        .isEqualTo(Severity.SICK);
  }

  @Test
  void anOverfittedNetworkWasGoodBefore() {
    Vitals vitals = run().passes(0.1, 0.6, 1.5, 1.5).build();
    assertThat(new ValidationFailure().find(vitals)).isEmpty();
  }

  @Test
  void aFirstValidationMayFail() {
    Vitals vitals = run().passes(0.5, 1.5).build();
    assertThat(new ValidationFailure().find(vitals)).isEmpty();
  }

  @Test
  void warnsOfALossThatFallsTooSlowly() {
    Vitals vitals = run().loss(batch -> 2.4 - 0.01 * batch).build();
    Finding finding = new SlowProgress().find(vitals).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.evidence("in the end, at this pace")).isCloseTo(1.45, within(1e-9));
  }

  @Test
  void aStraightFallThatWillNotComeFarIsSick() {
    Vitals straight = run().loss(batch -> 2.4 - 0.005 * batch).build();
    assertThat(new SlowProgress().find(straight).orElseThrow().severity()).isEqualTo(Severity.SICK);
    Vitals curved =
        run().loss(batch -> 1.7 + 0.5 * Math.exp(-batch / 20.0) - 0.001 * batch).build();
    assertThat(new SlowProgress().find(curved).orElseThrow().severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void aLossThatStaysHighIsNotSlow() {
    Vitals vitals = run().loss(batch -> 1.5).build();
    assertThat(new SlowProgress().find(vitals)).isEmpty();
  }

  @Test
  void locatesTheFirstNumberThatIsNotFinite() {
    Vitals vitals =
        run()
            .loss(batch -> batch < 31 ? 1 : Double.NaN)
            .nonFiniteFrom(31, Quantity.ACTIVATIONS, "0")
            .nonFiniteFrom(30, Quantity.GRADIENTS, "0")
            .nonFiniteFrom(30, Quantity.GRADIENTS, "1")
            .build();
    Finding finding = new NonFiniteValues().find(vitals).orElseThrow();
    assertThat(finding.path()).isEqualTo("1");
    assertThat(finding.firstBatch()).isEqualTo(30);
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void namesTargetsWithNaNAsTheCauseOfAllThatFollows() {
    // GIVEN
    Vitals vitals =
        turmoil()
            .loss(batch -> batch < 30 ? 2.3 : Double.NaN)
            .nonFiniteFrom(30, Quantity.TARGETS, "(target)")
            .nonFiniteFrom(30, Quantity.GRADIENTS, "0")
            .nonFiniteFrom(31, Quantity.ACTIVATIONS, "0")
            .build();
    // WHEN
    Diagnosis diagnosis =
        CausalGraph.diagnosis(
            Doctor.findings(vitals), new Advice(vitals.setup()), ImmutableList.of());
    // THEN
    Finding headline = diagnosis.headline().orElseThrow();
    assertThat(headline.headline())
        .startsWith("SICK: damaged targets. 3 values of the TARGETS of batch 30 are NaN");
    assertThat(headline.remedies()).extracting(Remedy::action).containsExactly(Action.CHECK_DATA);
    assertThat(diagnosis.causes()).hasSize(1);
  }

  @Test
  void targetsThatAreLeftOutByTheLossAreNoSickness() {
    Vitals vitals = run().nonFiniteFrom(30, Quantity.TARGETS, "(target)").build();
    assertThat(new NonFiniteValues().find(vitals).orElseThrow().severity())
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void anOverflowingGradientAloneIsAWarning() {
    Vitals vitals = run().nonFiniteFrom(99, Quantity.GRADIENTS, "0").build();
    assertThat(new NonFiniteValues().find(vitals).orElseThrow().severity())
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void seesAPlateauAtTheLossOfGuessing() {
    Vitals vitals = run().guessing().layer("0", batch -> batch < 20 ? 1 : 0.001).build();
    Finding finding = new ChancePlateau().find(vitals).orElseThrow();
    assertThat(finding.evidence("batches")).isEqualTo(100.0);
    assertThat(finding.evidence("share of collapsed layers")).isEqualTo(1.0);
  }

  @Test
  void aShortRunThatEndsAtGuessingIsSickWhenItIsOver() {
    VitalsBuilder short50 = new VitalsBuilder(50).loss(batch -> 2.31 - 0.0001 * batch);
    Finding over = new ChancePlateau().find(short50.build()).orElseThrow();
    assertThat(over.pattern()).isEqualTo(Pattern.STILL_FALLING);
    assertThat(over.severity()).isEqualTo(Severity.SICK);
    Finding before = new ChancePlateau().find(short50.planned(60).build()).orElseThrow();
    assertThat(before.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void givesANetworkTimeToBegin() {
    Vitals vitals = run().loss(batch -> batch < 20 ? 2.3 : 0.5).build();
    assertThat(Doctor.findings(vitals)).isEmpty();
  }
}
