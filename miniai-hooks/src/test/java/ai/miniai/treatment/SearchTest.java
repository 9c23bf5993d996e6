package ai.miniai.treatment;

import static ai.miniai.treatment.Tasks.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.nn.Tanh;
import ai.miniai.optim.Adam;
import ai.miniai.random.Seed;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a treatment goes on from what it has tried. */
class SearchTest {
  private static final int EPOCHS = 2;

  private final DataLoaders sides = Tasks.sides();

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private Learner learner(Module network, double lr) {
    return new TrainLearner(network, sides, Losses::crossEntropy, lr);
  }

  private static List<Integer> epochs(TreatmentResult result) {
    return result.attempts().stream()
        .map(attempt -> attempt.prescription().times(Action.MORE_EPOCHS))
        .distinct()
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1e-6, false", "1e3, true", "1e12, true"})
  void aRangeTestFindsARateThatIsFarAway(double lr, boolean lower) {
    Trial trial = new Trial(p -> learner(network(2), lr), EPOCHS, Set.of());
    Prescription start = trial.first().prescription();
    double factor = trial.rangeTest(start, lower).orElseThrow();
    assertThat(factor * lr).isBetween(0.003, 10.0);
  }

  @Test
  void aRangeTestNeedsALossThatFalls() {
    // GIVEN a network of which nothing is trained
    Trial trial =
        new Trial(
            p -> {
              Module frozen = network(2);
              frozen.freeze();
              return learner(frozen, 0.1);
            },
            EPOCHS,
            Set.of(Action.RAISE_RATE));
    assertThat(trial.rangeTest(Prescription.NONE, false)).isEmpty();
  }

  @Test
  void aRateThatIsAMillionTimesTooLowNeedsFewAttempts() {
    TreatmentResult result = new Treatment(p -> learner(network(2), 1e-7), EPOCHS).heal();
    assertThat(result.toString()).contains("(by a range test)");
    assertThat(result.best().score().quality()).isGreaterThan(0.8);
  }

  @Test
  void epochsAreMultipliedWhileValidationStillImproves() {
    TreatmentResult result = new Treatment(p -> learner(network(2), 0.03), EPOCHS).heal();
    assertThat(epochs(result)).containsExactly(1, 3, 9);
    assertThat(result.best().score().quality())
        .isGreaterThan(result.first().score().quality() + 0.3);
  }

  @Test
  void epochsHaveABound() {
    assertThat(epochs(new Treatment(p -> learner(network(2), 0.03), EPOCHS).longest(5).heal()))
        .containsExactly(1, 3);
    assertThat(epochs(new Treatment(p -> learner(network(2), 0.03), EPOCHS).longest(1).heal()))
        .containsExactly(1);
    assertThatThrownBy(() -> new Treatment(p -> learner(network(2), 1), 1).longest(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a run is as long as planned (1) or longer, not 0 times");
  }

  @Test
  void aFaultThatOnlyShowsWhenAnotherIsGoneIsHealed() {
    // GIVEN a tanh at the end that hides what the rate does: without it the loss is higher still
    DataLoaders heights = Tasks.heights(3, 0);
    TreatmentResult result =
        new Treatment(
                p ->
                    new TrainLearner(network(1, new Tanh()), heights, Losses::mse, 3)
                        .optimizer(Adam::new),
                EPOCHS)
            .heal();
    assertThat(result.best().prescription().has(Action.CHANGE_OUTPUT_OR_LOSS)).isTrue();
    assertThat(result.best().prescription().has(Action.LOWER_RATE)).isTrue();
    assertThat(result.best().score().quality()).isGreaterThan(0.7);
  }

  @Test
  void whatDoesNotHelpAloneIsTriedTogether() {
    // GIVEN a sick run without a known cause
    Trial trial = new Trial(p -> learner(network(2), 0.001), EPOCHS, Set.of());
    Attempt first = trial.first();
    assertThat(new Candidates(trial, 9).after(first, first).stream().map(Supplier::get))
        .anyMatch(one -> one.has(Action.RAISE_RATE) && one.has(Action.ADD_NORMALISATION))
        .anyMatch(one -> one.has(Action.CHANGE_OPTIMIZER) && one.rateFactor() < 1)
        .noneMatch(one -> one.has(Action.RAISE_RATE) && one.has(Action.LOWER_RATE));
  }

  @Test
  void largerBatchesNeedNoLoaderOfAKnownKind() {
    // GIVEN a loader that cannot be told to make larger batches
    DataLoader wrapped =
        new DataLoader() {
          @Override
          public Batches iterate() {
            return sides.train().iterate();
          }

          @Override
          public int batchSize() {
            return Tasks.BATCH;
          }

          @Override
          public int size() {
            return sides.train().size();
          }
        };
    var larger = Prescription.NONE.plus(new Remedy(Action.LARGER_BATCH, 1, ""));
    Changes changes = new Changes(larger, Set.of());
    DataLoaders dls = new DataLoaders(wrapped, sides.valid());
    assertThat(changes.data(dls).train().size()).isEqualTo(50);
    assertThat(changes.callbacks(dls)).hasSize(1);
    // and one that can
    assertThat(changes.data(sides).train().size()).isEqualTo(13);
    assertThat(changes.callbacks(sides)).isEmpty();
  }

  @Test
  void aRunThatDivergedHasNoQuality() {
    assertThat(Score.FAILED.qualityText()).isEqualTo("none");
  }
}
