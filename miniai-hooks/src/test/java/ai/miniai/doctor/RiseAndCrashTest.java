package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.random.Generator;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Unstable training on made-up runs that have it, and on others that only vary. */
class RiseAndCrashTest {
  private static final int BATCHES = 100;

  private static VitalsBuilder run() {
    return new VitalsBuilder(BATCHES);
  }

  /** Doubles every two batches, and crashes to a fiftieth every twenty. */
  static double sawtooth(int batch) {
    return 0.02 * Math.pow(2, (batch % 20) / 2.0) * (1 + 0.01 * (batch % 3));
  }

  @Test
  void countsTheCyclesOfRiseAndCrash() {
    // GIVEN crashes at 20, 40, 60 and 80
    Vitals vitals = run().guessing().layer("0", RiseAndCrashTest::sawtooth).build();
    // WHEN
    Finding finding = new RiseAndCrash().find(vitals).orElseThrow();
    // THEN
    assertThat(finding.severity()).isEqualTo(Severity.SICK);
    assertThat(finding.evidence("cycles")).isEqualTo(4);
    assertThat(finding.evidence("first crash")).isEqualTo(20);
    assertThat(finding.evidence("growth per batch")).isCloseTo(Math.sqrt(2), within(0.01));
  }

  @Test
  void doesNotTakeASlowDeclineForACrash() {
    Vitals vitals =
        run().layer("0", batch -> batch < 30 ? 1 + batch : 31 * Math.pow(0.9, batch - 30)).build();
    assertThat(new RiseAndCrash().find(vitals)).isEmpty();
  }

  @Test
  void doesNotTakeOneOddBatchForACrash() {
    Vitals vitals =
        run().layer("0", batch -> batch == 50 ? 1 : 1 + 0.2 * Math.min(batch, 40)).build();
    assertThat(new RiseAndCrash().find(vitals)).isEmpty();
  }

  /** Grows while the network learns, and varies as the deviation of a few outputs does. */
  private static Vitals fewOutputs(IntToDoubleFunction crash) {
    Generator generator = new Generator(3);
    double[] luck = Doubles.toArray(Floats.asList(generator.normal(BATCHES, 0, 1)));
    return run()
        .guessing()
        .layer(
            "0",
            batch ->
                Math.min(1, 0.05 * Math.exp(batch / 10.0))
                    * crash.applyAsDouble(batch)
                    * Math.exp(0.35 * luck[batch]))
        .build();
  }

  @Test
  void doesNotTakeTheVariationOfSmallBatchesForACrash() {
    assertThat(new RiseAndCrash().find(fewOutputs(batch -> 1))).isEmpty();
    assertThat(new RiseAndCrash().find(fewOutputs(batch -> batch < 50 ? 1 : 0.03))).isPresent();
  }

  @Test
  void aCrashIsNoSicknessIfTheLossIsProbablyGoodWithoutValidation() {
    // GIVEN a noisy task at 75 % of guessing, which a median of 9 batches cannot tell from it
    double[] luck = Doubles.toArray(Floats.asList(new Generator(3).normal(BATCHES, 0, 1)));
    VitalsBuilder noisy =
        run()
            .loss(batch -> Math.log(10) * (0.72 + 0.3 * luck[batch]))
            .layer("0", RiseAndCrashTest::sawtooth);
    assertThat(new RiseAndCrash().find(noisy.build()).orElseThrow().severity())
        .isEqualTo(Severity.WARNING);
    // AND validation knows better
    Vitals useless = noisy.passes(1.7, 2.2, 2.2).build();
    assertThat(new RiseAndCrash().find(useless).orElseThrow().severity()).isEqualTo(Severity.SICK);
  }

  @Test
  void aCrashAfterWhichTheNetworkLearnsIsNoSickness() {
    Vitals vitals = run().layer("0", RiseAndCrashTest::sawtooth).build();
    assertThat(new RiseAndCrash().find(vitals).orElseThrow().severity()).isEqualTo(Severity.NOTE);
  }
}
