package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.random.Generator;
import ai.miniai.recording.Quantity;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import org.junit.jupiter.api.Test;

/** What validation shows, on made-up runs: other data, other targets, and neither of them. */
class ValidationPatternsTest {
  private static final int BATCHES = 100;

  private static VitalsBuilder run() {
    return new VitalsBuilder(BATCHES);
  }

  // ---------------------------------------------------------------- the network behaves
  // differently

  @Test
  void seesThatValidationIsAnotherWorld() {
    Vitals vitals = run().layer("0", batch -> 1).validation("0", 40).passes(0.5, 12).build();
    Finding finding = new TrainingValidationDrift().find(vitals).orElseThrow();
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.evidence("largest factor between deviations")).isCloseTo(40, within(1e-9));
  }

  @Test
  void aSmallerDifferenceIsEnoughWhereValidationIsWorseThanGuessing() {
    Vitals vitals =
        run()
            .layer("0", batch -> 1)
            .layer("1", batch -> 1)
            .validation("0", 1.3)
            .passes(0.7, 3.4)
            .build();
    assertThat(new TrainingValidationDrift().find(vitals).orElseThrow().severity())
        .isEqualTo(Severity.SICK);
  }

  @Test
  void aNetworkThatWasGoodInValidationSawTheSameData() {
    VitalsBuilder run = run().layer("0", batch -> 1).layer("1", batch -> 1).validation("0", 1.3);
    assertThat(new TrainingValidationDrift().find(run.passes(0.1, 1.2, 2, 3.4).build())).isEmpty();
    assertThat(new TrainingValidationDrift().find(run.passes(0.1, 2.4, 3, 3.4).build()))
        .isPresent();
  }

  @Test
  void aWorseValidationLossAloneIsNoDrift() {
    Vitals vitals = run().layer("0", batch -> 1).validation("0", 1.1).passes(0.5, 0.9).build();
    assertThat(new TrainingValidationDrift().find(vitals)).isEmpty();
  }

  @Test
  void outputsThatGrowInTrainingAreNoDrift() {
    // GIVEN outputs that have doubled over the last 9 batches, and are as large in validation
    Vitals vitals =
        run()
            .layer("0", batch -> Math.exp(batch / 13.0))
            .layer("1", batch -> Math.exp(batch / 13.0))
            .validation("0", Math.exp(BATCHES / 13.0))
            .validation("1", Math.exp(BATCHES / 13.0))
            .passes(0.2, 4)
            .build();
    assertThat(new TrainingValidationDrift().find(vitals)).isEmpty();
  }

  @Test
  void passesBeforeTheLastOneSawAnotherNetwork() {
    // GIVEN validation columns of three passes, of which the last is like training
    Vitals vitals =
        run()
            .layer("0", batch -> 3)
            .layer("1", batch -> 3)
            .validation("0", 30, 1.5)
            .validation("0", 60, 1.5)
            .validation("0", BATCHES, 3)
            .passes(0.2, 3, 4, 5)
            .build();
    assertThat(new TrainingValidationDrift().find(vitals)).isEmpty();
  }

  @Test
  void whatComesOnlyWhileDataAreLearnedByHeartIsNoDrift() {
    VitalsBuilder run = run().layer("0", batch -> 1).layer("1", batch -> 1).passes(0.1, 2, 3, 4);
    Vitals later = run.validation("0", 30, 1).validation("0", BATCHES, 2.5).build();
    assertThat(new TrainingValidationDrift().find(later)).isEmpty();
    Vitals always =
        run()
            .layer("0", batch -> 1)
            .layer("1", batch -> 1)
            .passes(0.1, 2, 3, 4)
            .validation("0", 30, 1.5)
            .validation("0", BATCHES, 2.5)
            .build();
    assertThat(new TrainingValidationDrift().find(always)).isPresent();
  }

  @Test
  void outputsOfANetworkThatKnowsItsDataByHeartAreNoDrift() {
    VitalsBuilder run =
        run()
            .layer("0", batch -> 1)
            .layer("1", batch -> 1)
            .series(Quantity.PARAMETERS, "0.weight", batch -> 0, batch -> 1)
            .series(Quantity.PARAMETERS, "1.weight", batch -> 0, batch -> 1)
            .validation("1", BATCHES, 1.4)
            .passes(0.1, 4, 4, 4);
    assertThat(new TrainingValidationDrift().find(run.build())).isEmpty();
    // AND inputs that are prepared in another way show in the first layer
    assertThat(new TrainingValidationDrift().find(run.validation("0", BATCHES, 1.4).build()))
        .isPresent();
  }

  // ---------------------------------------------------------------- the targets do not match

  @Test
  void aSingleUnluckyValidationIsNotCalledWorseThanGuessing() {
    VitalsBuilder run = run().loss(batch -> 2.3 * Math.exp(-batch / 50.0));
    assertThat(new BelowChance().find(run.passes(1, 2.4).build())).isEmpty();
    assertThat(new BelowChance().find(run.passes(1, 5).build())).isPresent();
    assertThat(new BelowChance().find(run.passes(1, 2.4, 2.4).build())).isPresent();
  }

  @Test
  void saysThatTheTargetsDoNotMatch() {
    Finding finding =
        new BelowChance()
            .find(run().loss(batch -> 2.3 * Math.exp(-batch / 50.0)).passes(1, 5).build())
            .orElseThrow();
    assertThat(finding.headline())
        .startsWith(
            "SICK: worse than guessing in validation. The targets of validation do not match those"
                + " of training: in the first epoch the loss reached ");
  }

  @Test
  void aLittleThatIsLearnedInTheFirstEpochIsEnoughIfLaterPassesFail() {
    // GIVEN a first epoch of 25 batches that ends at 92 % of guessing's loss
    VitalsBuilder slow =
        run().loss(batch -> 2.3 * (1 - 0.003 * batch) + 0.01 * Math.sin(batch * 7));
    assertThat(new BelowChance().find(slow.passes(1, 2.4, 2.7, 2.9, 3.2).build())).isPresent();
    assertThat(new BelowChance().find(slow.passes(1, 2.32, 2.33, 2.34, 2.4).build())).isEmpty();
  }

  @Test
  void labelsThatAreLearnedByHeartDoMatch() {
    // GIVEN a first epoch of guessing, after which the loss falls and that of validation rises
    double[] luck = Doubles.toArray(Floats.asList(new Generator(1).normal(BATCHES, 0, 1)));
    Vitals random =
        run()
            .loss(batch -> (batch < 25 ? 2.3 : 2.3 - 0.02 * (batch - 25)) + 0.05 * luck[batch])
            .passes(1, 2.4, 2.7, 2.9, 3.2)
            .build();
    assertThat(new BelowChance().find(random)).isEmpty();
  }

  @Test
  void negativeLossesAreNoWorseForThat() {
    VitalsBuilder likelihood =
        run()
            .loss(batch -> -1.06 - 0.002 * batch)
            .guesses(batch -> -1.06)
            .passes(-1.2, -1.07, -1.2);
    assertThat(new BelowChance().find(likelihood.build())).isEmpty();
    assertThat(new ValidationFailure().find(likelihood.build())).isEmpty();
  }
}
