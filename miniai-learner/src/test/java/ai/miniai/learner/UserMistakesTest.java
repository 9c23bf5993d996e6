package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.EpochSchedCB;
import ai.miniai.callback.training.GradientAccumulationCB;
import ai.miniai.callback.training.SingleBatchCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.Exponential;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What trained nothing, or something else, without a word: each is an error that says so. */
class UserMistakesTest {
  private static Learner with(LossFunction loss, Callback... callbacks) {
    return new TrainLearner(Toy.model(), Toy.data(), loss, 0.1, callbacks);
  }

  /** Batches of this many columns [2, 1]. */
  private static DataLoaders columns(int n) {
    HostArray[] columns =
        IntStream.range(0, n)
            .mapToObj(i -> new HostArray.Floats(new float[] {i}, 1))
            .toArray(HostArray[]::new);
    Dataset items = Dataset.of(List.of(Sample.of(columns), Sample.of(columns)));
    return new DataLoaders(DataLoader.of(items, 2), DataLoader.of(items, 2));
  }

  // ---------------------------------------------------------------- steps that nobody does

  @Test
  void nobodyPredicts() {
    assertThatThrownBy(() -> Toy.learner().fit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("nobody has predicted for this batch: ")
        .hasMessageContaining("TrainCB");
  }

  @Test
  void nobodyTakesTheLoss() {
    Callback predicting =
        new Callback() {
          @Override
          public void predict() {
            learn().preds(model().call(batch().x()));
          }
        };
    assertThatThrownBy(() -> Toy.learner(predicting).fit(1))
        .hasMessageStartingWith("nobody has taken the loss of this batch: ");
  }

  /** Does as TrainCB does, but for some steps. */
  private static class Steps extends Callback {
    @Override
    public void predict() {
      learn().preds(model().call(batch().x()));
    }

    @Override
    public void getLoss() {
      learn().loss(learn().lossFunction().loss(learn().preds(), batch().y()));
    }
  }

  @Test
  void nobodyGoesBackward() {
    assertThatThrownBy(() -> Toy.learner(new Steps()).fit(1))
        .hasMessageStartingWith("nobody goes backward from the loss");
  }

  @Test
  void nobodySteps() {
    Callback backward =
        new Steps() {
          @Override
          public void backward() {
            learn().loss().backward();
          }
        };
    assertThatThrownBy(() -> Toy.learner(backward).fit(1))
        .hasMessageStartingWith("there are gradients, but nobody steps");
  }

  @Test
  void trainCBIsNeverAskedByATrainLearner() {
    assertThatThrownBy(() -> Toy.trainLearner(new TrainCB(2)).fit(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("callback TrainCB would never be asked: a TrainLearner predicts");
  }

  // ---------------------------------------------------------------- models and optimizers

  @Test
  void theModelHasNoParameters() {
    Learner learner = new TrainLearner(new Flatten(), Toy.data(), Losses::crossEntropy, 0.1);
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the model has no parameters to train")
        .hasMessageContaining("Flatten()");
  }

  @Test
  void aModelWithoutParametersCanPredict() {
    // GIVEN
    Learner learner = new TrainLearner(new Flatten(), Toy.data(), Losses::crossEntropy, 0.1);
    // WHEN, THEN
    assertThat(learner.getPreds().preds().shape()).containsExactly(4, 3);
  }

  @Test
  void anOptimizerHasNoParameters() {
    assertThatThrownBy(() -> new SGD(Map.of(), 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the optimizer got an empty list of parameters: there is nothing to train");
  }

  @Test
  void theOptimizerIsThatOfAnotherModel() {
    SGD other = new SGD(Toy.model().parameters(), 0.1);
    Learner learner = Toy.trainLearner().optimizer((parameters, lr) -> other);
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the optimizer has none of the model's parameters");
  }

  @Test
  void allParametersAreFrozen() {
    Learner learner = Toy.trainLearner();
    learner.model().freeze();
    assertThatThrownBy(() -> learner.fit(1)).hasMessageContaining("are all parameters frozen?");
  }

  @Test
  void oneLayerMayBeTrainedAlone() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    learner.optimizer((all, lr) -> new SGD(Map.of("2.weight", all.get("2.weight")), lr));
    double[] before = Toy.weights(learner.model()).get("0.weight");
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(Toy.weights(learner.model()).get("0.weight")).isEqualTo(before);
  }

  // ---------------------------------------------------------------- losses

  @Test
  void theLossIsNoNumber() {
    assertThatThrownBy(() -> with((preds, target) -> preds).fit(1))
        .hasMessageStartingWith("the loss must be one floating point number, not FLOAT [2, 3]");
  }

  @Test
  void theLossIsAWholeNumber() {
    assertThatThrownBy(() -> with((preds, target) -> target.slice(0, 0, 1)).fit(1))
        .hasMessageStartingWith("the loss must be one floating point number, not LONG [1]");
  }

  @Test
  void theLossHasNoGraph() {
    assertThatThrownBy(() -> with((preds, target) -> preds.detach().mean()).fit(1))
        .hasMessageContaining("nothing to differentiate");
  }

  @Test
  void theLossDoesNotDependOnTheModel() {
    Linear other = new Linear(3, 3);
    assertThatThrownBy(() -> with((preds, target) -> other.call(preds.detach()).mean()).fit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no parameter of the model got a gradient");
  }

  @Test
  void aColumnOfPredictionsAgainstARowOfTargets() {
    assertThatThrownBy(() -> Losses.mse(Tensor.ones(3, 1), Tensor.ones(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, 1]");
  }

  // ---------------------------------------------------------------- batches

  /** The product of two inputs. */
  private static final class Two extends Module {
    private final Tensor a = parameter("a", Tensor.ones(1));

    @Override
    protected Tensor forward(Tensor... inputs) {
      return inputs[0].times(a).plus(inputs[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aTrainLearnerTakesBatchesOfTwo(int tensors) {
    Learner learner = new TrainLearner(new Linear(1, 1), columns(tensors), Losses::mse, 0.1);
    assertThatThrownBy(() -> learner.fit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "TrainLearner takes batches of two tensors, the input and the target, but got "
                + tensors
                + " of shapes [[2, 1]")
        .hasMessageContaining("TrainCB(n)");
  }

  @Test
  void aTrainLearnerGivesOneInputToAModelOfTwo() {
    Learner learner = new TrainLearner(new Two(), columns(3), Losses::mse, 0.1);
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageStartingWith("in module Two(): ")
        .hasMessageContaining("called with 1 input of shape [2, 1]")
        .hasMessageContaining("TrainCB(n)");
  }

  @Test
  void aSubclassMayTakeOtherBatches() {
    // GIVEN
    Learner learner =
        new TrainLearner(new Two(), columns(3), Losses::mse, 0.1) {
          @Override
          protected void predict() {
            preds(model().call(batch().inputs(2).toArray(new Tensor[0])));
          }
        };
    // WHEN
    learner.fit(1);
    // THEN
    assertThat(learner.cancelReason()).isEmpty();
  }

  // ---------------------------------------------------------------- callbacks

  static Stream<List<Callback>> pairs() {
    return Stream.of(
        List.of(new MetricsCB(), new MetricsCB()),
        List.of(new ProgressCB(), new ProgressCB()),
        List.of(new BatchSchedCB(new Exponential(0.9)), new EpochSchedCB(new Exponential(0.9))),
        List.of(new GradientAccumulationCB(2), new GradientAccumulationCB(4)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoCallbacksDoTheSame(List<Callback> two) {
    // GIVEN one for all fits, and one for this
    Learner learner = Toy.trainLearner(two.get(0));
    // WHEN, THEN
    assertThatThrownBy(() -> learner.fit(1, two.get(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(two.get(0).getClass().getSimpleName())
        .hasMessageContaining("do the same: a fit takes one");
    learner.fit(1, new SingleBatchCB());
  }

  @Test
  void twoTrainCBsWouldStepTwice() {
    assertThatThrownBy(() -> Toy.learner(new TrainCB(), new TrainCB() {}).fit(1))
        .hasMessageContaining("do the same: a fit takes one TrainCB");
  }

  // ---------------------------------------------------------------- numbers

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void theRateIsNoRate(double lr) {
    assertThatThrownBy(() -> new TrainLearner(Toy.model(), Toy.data(), Losses::crossEntropy, lr))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the learning rate must be finite and not negative: " + lr);
    assertThatThrownBy(() -> Toy.trainLearner().fit(1, lr)).hasMessageContaining("learning rate");
  }

  @Test
  void aRateOfNothingChangesNothing() {
    // GIVEN
    Learner learner = Toy.trainLearner();
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN
    learner.fit(1, 0.0);
    // THEN
    assertThat(Toy.weights(learner.model())).usingRecursiveComparison().isEqualTo(before);
  }
}
