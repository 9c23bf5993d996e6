package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.random.Generator;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCourseTest {
  private static final double CHANCE = Math.log(10);

  private static LossCourse course(int batches, int planned, IntToDoubleFunction loss) {
    return new LossCourse(
        ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(loss)),
        ImmutableDoubleArray.of(),
        CHANCE,
        planned);
  }

  @Test
  void aNetworkMayGuessForThreeTenthsOfTheRun() {
    assertThat(course(59, 200, batch -> CHANCE).isStuck()).isFalse();
    assertThat(course(60, 200, batch -> CHANCE).isStuck()).isTrue();
  }

  @Test
  void aLuckyBatchIsNoProgress() {
    assertThat(course(100, 100, batch -> batch % 10 == 5 ? 1 : CHANCE).guessingFor())
        .isEqualTo(100);
  }

  @Test
  void aLossThatIsNoNumberIsWorseThanGuessing() {
    assertThat(course(100, 100, batch -> batch < 50 ? 0.1 : Double.NaN).guessingFor())
        .isBetween(44, 50);
  }

  @Test
  void aHighLossThatStaysIsBehindAfterTheMiddle() {
    assertThat(course(99, 200, batch -> 1.5).isBehind()).isFalse();
    assertThat(course(100, 200, batch -> 1.5).isBehind()).isTrue();
  }

  @Test
  void aHighLossThatFallsFastEnoughIsNotBehind() {
    assertThat(course(100, 200, batch -> 2.2 - 0.008 * batch).isBehind()).isFalse();
  }

  private static LossCourse ofRegression(IntToDoubleFunction loss) {
    return new LossCourse(
        ImmutableDoubleArray.copyOf(IntStream.range(0, 50).mapToDouble(loss)),
        ImmutableDoubleArray.of(),
        Double.NaN,
        50);
  }

  @Test
  void withoutClassesOnlyALossThatHasGrownIsBad() {
    assertThat(ofRegression(batch -> 7).isLost()).isFalse();
    assertThat(ofRegression(batch -> batch < 10 ? 7 : 20).isLost()).isTrue();
  }

  // ---------------------------------------------------------------- guessing known per batch

  /** A number from a bell curve for each batch. */
  private static double[] noise(int batches, long seed) {
    Generator generator = new Generator(seed);
    return Doubles.toArray(Floats.asList(generator.normal(batches, 0, 1)));
  }

  /** Losses relative to those of guessing, which vary from batch to batch. */
  private static LossCourse beside(
      int batches, int planned, IntToDoubleFunction guess, IntToDoubleFunction loss) {
    return new LossCourse(
        ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(loss)),
        ImmutableDoubleArray.copyOf(IntStream.range(0, batches).mapToDouble(guess)),
        Double.NaN,
        planned);
  }

  @Test
  void aNoisyTaskAtItsLimitIsNotStuck() {
    // GIVEN batches that vary by 10 %, a network 4 % better than guessing, and no hope for more
    double[] hard = noise(200, 1);
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(
            200,
            200,
            batch -> 1 + 0.1 * hard[batch],
            batch ->
                (1 + 0.1 * hard[batch]) * (0.96 + 0.04 * Math.exp(-batch / 10.0))
                    + 0.01 * luck[batch]);
    assertThat(course.guessingFor()).isGreaterThan(course.patience());
    assertThat(course.isBetterThanGuessing()).isTrue();
    assertThat(course.isStuck()).isFalse();
  }

  @Test
  void aTaskThatAllowsLittleIsNotStuckEvenIfALayerLooksOdd() {
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(
            200,
            200,
            batch -> 1,
            batch -> 0.96 + 0.04 * Math.exp(-batch / 10.0) + 0.005 * luck[batch]);
    assertThat(course.isLevelledOut()).isTrue();
    assertThat(course.isStuckWithSign()).isFalse();
  }

  @Test
  void aNetworkThatOnlyGuessesIsStuckHoweverMuchBatchesVary() {
    double[] hard = noise(200, 1);
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(
            200,
            200,
            batch -> 1 + 0.1 * hard[batch],
            batch -> 1 + 0.1 * hard[batch] + 0.01 * luck[batch]);
    assertThat(course.isBetterThanGuessing()).isFalse();
    assertThat(course.isStuck()).isTrue();
    assertThat(course.isStuckWithSign()).isTrue();
  }

  @Test
  void aSlowLinearFallIsStuckIfALayerShowsWhy() {
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(200, 200, batch -> 1, batch -> 1 - 0.00015 * batch + 0.002 * luck[batch]);
    assertThat(course.isRecovering()).isFalse();
    assertThat(course.isLevelledOut()).isFalse();
    assertThat(course.isStuckWithSign()).isTrue();
  }

  @Test
  void aFallThatBecomesFasterIsNotStuck() {
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(100, 200, batch -> 1, batch -> 1 - 0.00001 * batch * batch + 0.002 * luck[batch]);
    assertThat(course.guessingFor()).isGreaterThanOrEqualTo(course.patience());
    assertThat(course.isRecovering()).isTrue();
    assertThat(course.isStuck()).isFalse();
    assertThat(course.isStuckWithSign()).isFalse();
  }

  @Test
  void aFewLargeLossesAreNoGuessing() {
    // GIVEN heavy tails: one batch in ten costs twenty times as much, also for guessing
    IntToDoubleFunction guess = batch -> batch % 10 == 7 ? 20 : 1;
    LossCourse learns = beside(200, 200, guess, batch -> 0.5 * guess.applyAsDouble(batch));
    assertThat(learns.chance()).isEqualTo(2.9, offset(1e-9));
    assertThat(learns.guessingFor()).isZero();
    // AND the median of the losses is far below the mean of guessing
    LossCourse guesses = beside(200, 200, guess, guess);
    assertThat(guesses.guessingFor()).isGreaterThan(190);
    assertThat(guesses.isStuck()).isTrue();
  }

  @Test
  void negativeLossesAreBetterTheLowerTheyAre() {
    // GIVEN a log-likelihood, of which guessing has -2
    assertThat(beside(200, 200, batch -> -2, batch -> -3).guessingFor()).isZero();
    LossCourse guesses = beside(200, 200, batch -> -2, batch -> -2);
    assertThat(guesses.isStuck()).isTrue();
    assertThat(beside(200, 200, batch -> -2, batch -> 1).isStuck()).isTrue();
    assertThat(guesses.isBehind()).isFalse();
  }

  @Test
  void aLossOfNaNIsStuckAndNotBetterThanGuessing() {
    LossCourse course = beside(200, 200, batch -> 1, batch -> batch < 20 ? 0.5 : Double.NaN);
    assertThat(course.firstNonFinite()).hasValue(20);
    assertThat(course.recent()).isNaN();
    assertThat(course.isBetterThanGuessing()).isFalse();
    assertThat(course.isStuck()).isTrue();
    assertThat(course.expectedEnd()).isInfinite();
  }

  @Test
  void guessingMayBeUnknownForSomeBatches() {
    LossCourse course = beside(200, 200, batch -> batch % 2 == 0 ? Double.NaN : 1, batch -> 1);
    assertThat(course.chance()).isEqualTo(1);
    assertThat(course.isStuck()).isTrue();
  }

  @Test
  void whereGuessingIsKnownForFewBatchesOnlyTheOthersCountToo() {
    // GIVEN a loss that gets better than guessing when guessing is seldom computed any more
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(
            200,
            200,
            batch -> batch < 100 || batch % 10 == 0 ? 1 : Double.NaN,
            batch -> (batch < 160 ? 1 : 0.96) + 0.01 * luck[batch]);
    assertThat(course.isBetterThanGuessing()).isTrue();
  }

  @Test
  void theSecondHalfOfARunTellsWhatItsLastBatchesCannot() {
    double[] luck = noise(400, 2);
    LossCourse course =
        beside(
            400,
            400,
            batch -> 1,
            batch -> 0.98 + 0.1 * Math.exp(-batch / 20.0) + 0.06 * luck[batch]);
    assertThat(course.isBetterThanGuessing()).isTrue();
    assertThat(course.isStuck()).isFalse();
  }

  @Test
  void aTaskWhoseBatchesVaryHasLevelledOutBesideGuessing() {
    // GIVEN batches that become harder, so that the losses themselves rise
    double[] luck = noise(200, 2);
    LossCourse course =
        beside(
            200,
            200,
            batch -> 1 + 0.002 * batch,
            batch -> 0.002 * batch + 0.6 + 0.4 * Math.exp(-batch / 10.0) + 0.01 * luck[batch]);
    assertThat(course.isLevelledOut()).isTrue();
  }

  @Test
  void aNoisyLossIsProbablyBelowWhatItsMeanIsClearlyBelow() {
    // GIVEN batches of which each is 30 % of guessing higher or lower, at 75 % of guessing after a
    // short fall
    double[] luck = noise(100, 2);
    LossCourse noisy =
        beside(
            100,
            100,
            batch -> 1,
            batch -> 0.75 + 0.25 * Math.exp(-batch / 10.0) + 0.3 * luck[batch]);
    assertThat(noisy.isProbablyBelow(0.9)).isTrue();
    assertThat(noisy.isProbablyBelow(0.75)).isFalse();
    // AND a network that only guesses, as noisily
    LossCourse guesses = beside(100, 100, batch -> 1, batch -> 1 + 0.4 * luck[batch]);
    assertThat(guesses.isProbablyBelow(0.9)).isFalse();
  }

  @Test
  void whatWasLearnedMustBeKept() {
    double[] luck = noise(200, 2);
    IntToDoubleFunction loss = batch -> (batch < 100 ? 0.3 : 0.7) + 0.1 * luck[batch];
    assertThat(beside(200, 200, batch -> 1, loss).isProbablyBelow(0.85)).isFalse();
    assertThat(beside(100, 200, batch -> 1, loss).isProbablyBelow(0.85)).isTrue();
  }

  @Test
  void onlyALossThatFallsEvenlyIsStraight() {
    assertThat(course(100, 100, batch -> 2.3 - 0.002 * batch).isStraight()).isTrue();
    assertThat(course(100, 100, batch -> 1.5 + 0.8 * Math.exp(-batch / 15.0)).isStraight())
        .isFalse();
    assertThat(course(100, 100, batch -> 2.3).isStraight()).isFalse();
  }

  @Test
  void nobodyWaitsForMoreThanTwoHundredBatches() {
    assertThat(course(199, 100_000, batch -> CHANCE).isStuck()).isFalse();
    assertThat(course(200, 100_000, batch -> CHANCE).isStuck()).isTrue();
    assertThat(course(100, 100_000, batch -> CHANCE).isStuckWithSign()).isTrue();
    assertThat(course(99, 100_000, batch -> CHANCE).isStuckWithSign()).isFalse();
  }

  @Test
  void noBatchesAreNoTrouble() {
    LossCourse course = course(0, 100, batch -> CHANCE);
    assertThat(course.isStuck()).isFalse();
    assertThat(course.isLost()).isFalse();
    assertThat(course.recent()).isNaN();
    assertThat(course.firstNonFinite()).isEmpty();
  }
}
