package ai.miniai.treatment;

import static ai.miniai.treatment.Tasks.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Softmax;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole treatments of small networks. */
class TreatmentTest {
  private static final int EPOCHS = 2;

  private final DataLoaders sides = Tasks.sides();

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private Learner learner(Module network, double lr, Callback... callbacks) {
    return new TrainLearner(network, sides, Losses::crossEntropy, lr, callbacks);
  }

  @Test
  void aHealthyRunIsLeftAlone() {
    TreatmentResult result = new Treatment(p -> learner(network(2), 1), EPOCHS).heal();
    assertThat(result.attempts()).hasSize(1);
    assertThat(result.isHealthy()).isTrue();
    assertThat(result.best().score().accuracy().orElseThrow()).isGreaterThan(0.95);
    assertThat(result.toString()).startsWith("Healthy: nothing was changed (loss 0.");
  }

  @Test
  void aRateThatIsFarTooLowIsRaisedStepByStep() {
    // GIVEN a rate that is still too low to learn after one step of the remedy
    TreatmentResult result = new Treatment(p -> learner(network(2), 1e-5), EPOCHS).heal();
    // THEN
    assertThat(result.first().score().quality()).isLessThan(0.05);
    assertThat(result.best().score().quality()).isGreaterThan(0.5);
    assertThat(result.best().prescription().rate(1e-5)).isBetween(0.01, 10.0);
    assertThat(result.toString()).contains("learning rate ", " instead of 1e-5");
  }

  @Test
  void aSickRunWithoutAKnownCauseGetsAnotherRate() {
    // GIVEN a loss that stays at that of guessing, with steps of a usual size
    TreatmentResult result = new Treatment(p -> learner(network(2), 0.001), EPOCHS).heal();
    // THEN
    assertThat(result.first().diagnosis().headline().orElseThrow().pattern())
        .isEqualTo(Pattern.PLATEAU);
    assertThat(result.best().score().quality()).isGreaterThan(0.5);
  }

  @Test
  void aRateThatIsFarTooHighIsLowered() {
    TreatmentResult result = new Treatment(p -> learner(network(2), 100), EPOCHS).heal();
    assertThat(result.best().score().quality())
        .isGreaterThan(result.first().score().quality() + 0.5);
    assertThat(result.best().prescription().rate(100)).isLessThan(100);
  }

  @Test
  void twoFaultsThatHideEachOtherAreBothHealed() {
    // GIVEN a softmax that should not be there, and inputs that are far from normal
    DataLoaders far = Tasks.data(point -> point.of(point.side(), 100, 5000));
    TreatmentResult result =
        new Treatment(
                p -> new TrainLearner(network(2, new Softmax(1)), far, Losses::crossEntropy, 0.3),
                EPOCHS)
            .heal();
    assertThat(result.first().score().quality()).isLessThan(0.1);
    assertThat(result.best().score().quality()).isGreaterThan(0.7);
    assertThat(result.best().prescription().has(Action.NORMALISE_INPUTS)).isTrue();
    assertThat(result.best().prescription().has(Action.CHANGE_OUTPUT_OR_LOSS)).isTrue();
  }

  @Test
  void theSameSeedGivesTheSameResult() {
    List<TreatmentResult> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Seed.set(3);
      results.add(
          new Treatment(p -> learner(network(2, new Softmax(1)), 0.3), 1).attempts(2).heal());
    }
    assertThat(results.get(1).toString()).isEqualTo(results.get(0).toString());
    assertThat(results.get(1).best().record().losses())
        .isEqualTo(results.get(0).best().record().losses());
  }

  @Test
  void attemptsDifferInTheRemedyOnly() {
    // GIVEN a remedy that changes nothing in this network
    var trial = new Trial(p -> learner(network(2), 0.1), 1, Set.of());
    Attempt first = trial.first();
    Attempt second = trial.with(first.prescription().plus(new Remedy(Action.LESS_DROPOUT, 1, "")));
    assertThat(second.record().losses()).isEqualTo(first.record().losses());
  }

  @Test
  void nothingOfAnAttemptStaysInTheModel() {
    // GIVEN a builder that gives the same model each time
    Sequential network = network(2, new Softmax(1));
    Tensor x = Tensor.of(new float[] {0.5f, -0.5f}, 1, 2);
    // WHEN treated, with a hook on its last layer
    TreatmentResult result = new Treatment(p -> learner(network, 0.1), 1).attempts(1).heal();
    // THEN it still ends with its softmax
    assertThat(result.attempts().get(1).prescription().has(Action.CHANGE_OUTPUT_OR_LOSS)).isTrue();
    assertThat(network.call(x).sum().item()).isCloseTo(1, offset(1e-6));
  }

  @Test
  void whatTheBuilderDoesIsNotDoneTwice() {
    TreatmentResult result =
        new Treatment(
                p ->
                    learner(
                        p.has(Action.CHANGE_OUTPUT_OR_LOSS)
                            ? network(2)
                            : network(2, new Softmax(1)),
                        0.3),
                EPOCHS)
            .leavingToBuilder(Action.CHANGE_OUTPUT_OR_LOSS)
            .attempts(1)
            .heal();
    assertThat(result.best().prescription().has(Action.CHANGE_OUTPUT_OR_LOSS)).isTrue();
    assertThat(result.best().score().quality()).isGreaterThan(0.8);
  }

  @Test
  void anAttemptThatFailsIsABadOne() {
    TreatmentResult result =
        new Treatment(
                p -> {
                  if (p.has(Action.CHANGE_OUTPUT_OR_LOSS)) {
                    throw new IllegalStateException("no such network");
                  }
                  return learner(network(2, new Softmax(1)), 0.3);
                },
                1)
            .attempts(1)
            .heal();
    assertThat(result.best()).isEqualTo(result.first());
    assertThat(result.attempts().get(1).reason())
        .isEqualTo("not better (failed: java.lang.IllegalStateException: no such network)");
    assertThat(result.toString()).contains("Still found: ");
  }

  @Test
  void anAttemptThatIsCancelledIsABadOne() {
    var cancelling =
        new Callback() {
          @Override
          public void afterBatch() {
            throw new CancelFitException("enough");
          }
        };
    TreatmentResult result =
        new Treatment(
                p ->
                    p.has(Action.CHANGE_OUTPUT_OR_LOSS)
                        ? learner(network(2), 0.3, cancelling)
                        : learner(network(2, new Softmax(1)), 0.3),
                1)
            .attempts(1)
            .heal();
    assertThat(result.attempts().get(1).kept()).isFalse();
    assertThat(result.attempts().get(1).reason()).isEqualTo("not better (ended early: enough)");
  }

  @Test
  void whatNobodyElseCanDoIsToBeDoneByHand() {
    // GIVEN targets that are all the same
    DataLoaders same = Tasks.data(point -> point.of(1.0, 1));
    TreatmentResult result =
        new Treatment(p -> new TrainLearner(network(1), same, Losses::mse, 0.1), 1).heal();
    assertThat(result.attempts()).hasSize(1);
    assertThat(result.toString())
        .contains("No remedy was tried.", "To do by hand: ", "all targets the same");
  }

  @Test
  void theFirstRunMustNotFail() {
    var treatment =
        new Treatment(
            p -> {
              throw new IllegalStateException("no network");
            },
            1);
    assertThatThrownBy(treatment::heal).hasMessage("no network");
  }

  @Test
  void impossibleNumbersAreExplained() {
    assertThatThrownBy(() -> new Treatment(p -> learner(network(2), 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a run has 1 epoch or more, not 0");
    assertThatThrownBy(() -> new Treatment(p -> learner(network(2), 1), 1).attempts(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of attempts must not be negative: -1");
  }
}
