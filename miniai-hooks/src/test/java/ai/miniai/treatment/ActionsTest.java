package ai.miniai.treatment;

import static ai.miniai.treatment.Tasks.network;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Softmax;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.random.Seed;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each action on a small task that has the fault it is for. */
class ActionsTest {
  private static final int EPOCHS = 2;

  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  private static void improves(Action action, Supplier<Learner> learner, double from, double to) {
    improves(new Remedy(action, 1, ""), learner, from, to);
  }

  /** As it is, the quality is at most {@code from}; with the remedy at least {@code to}. */
  private static void improves(Remedy remedy, Supplier<Learner> learner, double from, double to) {
    Trial trial = new Trial(prescription -> learner.get(), EPOCHS, Set.of());
    Attempt before = trial.first();
    assertThat(trial.isPossible(remedy.action(), before.prescription())).isTrue();
    Attempt after = trial.with(before.prescription().plus(remedy));
    assertThat(before.score().quality()).isLessThanOrEqualTo(from);
    assertThat(after.score().quality()).as(after.reason()).isGreaterThanOrEqualTo(to);
  }

  private static Learner classifier(Module model, double lr) {
    return new TrainLearner(model, Tasks.sides(), Losses::crossEntropy, lr);
  }

  private static Learner regression(Module model, DataLoaders dls, double lr) {
    return new TrainLearner(model, dls, Losses::mse, lr);
  }

  private static Sequential deep(Supplier<Module> activation) {
    return new Sequential(
        new Linear(2, 16),
        activation.get(),
        new Linear(16, 16),
        activation.get(),
        new Linear(16, 16),
        activation.get(),
        new Linear(16, 16),
        activation.get(),
        new Linear(16, 2));
  }

  @Test
  void aLowerRate() {
    improves(new Remedy(Action.LOWER_RATE, 0.01, ""), () -> classifier(network(2), 50), 0, 0.8);
  }

  @Test
  void aHigherRate() {
    improves(new Remedy(Action.RAISE_RATE, 1e4, ""), () -> classifier(network(2), 3e-5), 0.1, 0.8);
  }

  @Test
  void anotherOptimizer() {
    improves(Action.CHANGE_OPTIMIZER, () -> classifier(network(2), 1e-5), 0, 0.1);
  }

  @Test
  void newWeights() {
    improves(
        Action.INITIALISE, () -> classifier(Tasks.scaled(deep(ReLU::new), 0.1), 0.2), 0.1, 0.8);
  }

  @Test
  void newWeightsBeforeSigmoids() {
    improves(
        Action.INITIALISE,
        () -> classifier(Tasks.scaled(network(2, new Sigmoid()), 100), 0.2),
        0.05,
        0.2);
  }

  @Test
  void normalisedInputs() {
    DataLoaders bytes = Tasks.data(point -> point.of(point.side(), 100, 5000));
    improves(
        Action.NORMALISE_INPUTS,
        () -> new TrainLearner(network(2), bytes, Losses::crossEntropy, 0.3),
        0,
        0.8);
  }

  @Test
  void scaledTargets() {
    improves(
        Action.SCALE_TARGETS,
        () -> regression(network(1), Tasks.heights(1000, 50_000), 0.1),
        0,
        0.6);
  }

  @Test
  void dataWithoutDamage() {
    DataLoaders damaged =
        Tasks.data(point -> point.of(point.side(), point.x() > 0.98 ? Double.NaN : 1, 0));
    improves(
        Action.CHECK_DATA,
        () -> new TrainLearner(network(2), damaged, Losses::crossEntropy, 0.3),
        Double.NEGATIVE_INFINITY,
        0.8);
  }

  @Test
  void dataWithoutDamagedTargets() {
    DataLoaders damaged =
        Tasks.data(point -> point.of(point.x() > 0.98 ? Double.NaN : point.height(), 1));
    improves(
        Action.CHECK_DATA,
        () -> regression(network(1), damaged, 0.1),
        Double.NEGATIVE_INFINITY,
        0.6);
  }

  @Test
  void shuffledData() {
    DataLoaders dls = Tasks.sides();
    DataLoader sorted =
        DataLoader.of(
            Tasks.points(1000, 2, Tasks.Point::side, point -> point.of(point.side(), 1, 0)),
            Tasks.BATCH);
    improves(
        Action.SHUFFLE,
        () ->
            new TrainLearner(
                network(2), new DataLoaders(sorted, dls.valid()), Losses::crossEntropy, 0.3),
        0.1,
        0.8);
  }

  @Test
  void noSecondSoftmax() {
    improves(
        Action.CHANGE_OUTPUT_OR_LOSS, () -> classifier(network(2, new Softmax(1)), 0.3), 0.55, 0.8);
  }

  @Test
  void aSigmoidForASingleUnit() {
    improves(
        Action.CHANGE_OUTPUT,
        () -> regression(network(1, new Softmax(1)), Tasks.yesOrNo(), 0.5),
        0,
        0.5);
  }

  @Test
  void probabilitiesForALossThatTakesThem() {
    improves(
        Action.CHANGE_OUTPUT_OR_LOSS,
        () ->
            new TrainLearner(
                network(1),
                Tasks.yesOrNo(),
                (p, y) -> Losses.binaryCrossEntropy(p.clamp(1e-7, 1 - 1e-7), y),
                0.3),
        0,
        0.7);
  }

  @Test
  void noReluAtTheEndForNumbers() {
    improves(
        Action.CHANGE_OUTPUT_OR_LOSS,
        () -> regression(network(1, new ReLU()), Tasks.heights(1, -2), 0.1),
        0,
        0.6);
  }

  @Test
  void targetsInTheShapeOfOutputs() {
    DataLoaders flat = Tasks.data(point -> point.of(point.height()));
    LossFunction careless = (p, y) -> p.minus(y).pow(2).mean();
    improves(Action.FIX_SHAPES, () -> new TrainLearner(network(1), flat, careless, 0.1), 0.1, 0.6);
  }

  @Test
  void otherActivations() {
    improves(Action.CHANGE_ACTIVATION, () -> classifier(deep(Sigmoid::new), 0.2), 0.02, 0.08);
  }

  @Test
  void normalisedLayers() {
    improves(
        Action.ADD_NORMALISATION,
        () -> classifier(Tasks.scaled(deep(ReLU::new), 0.5), 0.05),
        0.1,
        0.5);
  }

  @Test
  void clippedGradients() {
    improves(
        Action.CLIP_GRADIENTS, () -> regression(network(1), Tasks.heights(10, 0), 0.3), 0, 0.2);
  }

  @Test
  void clearedGradients() {
    improves(
        Action.CLEAR_GRADIENTS,
        () ->
            new TrainLearner(network(2), Tasks.sides(), Losses::crossEntropy, 0.3) {
              @Override
              protected void zeroGrad() {}
            },
        0.76,
        0.8);
  }

  @Test
  void moreEpochs() {
    improves(Action.MORE_EPOCHS, () -> classifier(network(2), 0.01), 0.12, 0.2);
  }

  /** Labels of which 30 % are wrong, at a rate at which they shake the weights. */
  @Test
  void largerBatches() {
    DataLoaders noisy =
        new DataLoaders(
            Tasks.data(
                    point -> {
                      boolean wrong = Math.floorMod((long) (point.x() * 1e6), 10) < 3;
                      return point.of(wrong ? 1 - point.side() : point.side(), 1, 0);
                    })
                .train(),
            Tasks.sides().valid());
    improves(
        Action.LARGER_BATCH,
        () -> new TrainLearner(network(2), noisy, Losses::crossEntropy, 2),
        0.25,
        0.27);
  }

  @Test
  void lessWeightDecay() {
    improves(
        new Remedy(Action.LESS_WEIGHT_DECAY, 1e-3, ""),
        () ->
            classifier(network(2), 0.3)
                .optimizer(
                    (parameters, lr) ->
                        new SGD(
                            List.of(new ParameterGroup(parameters, lr).weightDecay(0.3)), false)),
        0.1,
        0.8);
  }

  @Test
  void lessDropout() {
    improves(Action.LESS_DROPOUT, () -> classifier(network(2, new Dropout(0.95)), 0.3), 0.7, 0.8);
  }

  @Test
  void allWeightsTrained() {
    improves(
        Action.UNFREEZE,
        () -> {
          Sequential frozen = network(2);
          frozen.freeze();
          frozen.get(2).parameters().get("bias").requiresGrad(true);
          return classifier(frozen, 0.3);
        },
        0.1,
        0.8);
  }
}
