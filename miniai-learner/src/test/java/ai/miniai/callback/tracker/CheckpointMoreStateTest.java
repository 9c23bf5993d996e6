package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.training.EMACB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.Adam;
import ai.miniai.optim.CompositeOptimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.Exponential;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ObjectArrays;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averaged weights, and two optimizers in one fit, through a kill. */
class CheckpointMoreStateTest {
  @TempDir Path folder;

  private CheckpointCB saver() {
    return new CheckpointCB(folder).every(2);
  }

  // ---------------------------------------------------------------- averaged weights

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 11, 13, 17, 24, 26})
  void theAverageGoesOnAsIfTheFitHadNeverStopped(int at) {
    // GIVEN
    EMACB whole = new EMACB(0.9).useWarmup().updateAfterStep(1).inValidation();
    Run uninterrupted = new Run(Run.Kind.ADAM, 3, whole);
    uninterrupted.learner.fit(Run.EPOCHS);
    Run killed =
        new Run(
            Run.Kind.ADAM,
            3,
            new EMACB(0.9).useWarmup().updateAfterStep(1).inValidation(),
            saver(),
            new Kill(at));
    assertThatThrownBy(() -> killed.learner.fit(Run.EPOCHS)).hasMessageContaining("killed");
    // WHEN
    EMACB average = new EMACB(0.9).useWarmup().updateAfterStep(1).inValidation();
    Run resumed = new Run(Run.Kind.ADAM, at < 5 ? 3 : 77, average, saver().resume());
    resumed.learner.fit(Run.EPOCHS);
    // THEN
    resumed.assertIsIdenticalTo(uninterrupted);
    whole.copyTo(uninterrupted.model);
    average.copyTo(resumed.model);
    resumed.assertIsIdenticalTo(uninterrupted);
  }

  // ---------------------------------------------------------------- two optimizers

  /** Makes points from noise, and tells made points from true ones. */
  private static final class Gan extends Module {
    private final Module generator =
        child(
            "generator", new Sequential(new Linear(2, 8), new ReLU(), new Linear(8, Toy.CLASSES)));
    private final Module discriminator =
        child(
            "discriminator",
            new Sequential(new Linear(Toy.CLASSES, 8), new ReLU(), new Linear(8, 1)));

    @Override
    protected Tensor forward(Tensor noise) {
      return generator.call(noise);
    }
  }

  /** A step of the discriminator, then one of the generator. */
  private static final class GanTrainCB extends TrainCB {
    private final Gan gan;

    GanTrainCB(Gan gan) {
      this.gan = gan;
    }

    @Override
    public void predict() {
      learn().preds(gan.call(Tensor.randn(batch().size(), 2)));
    }

    private Tensor judged(Tensor points, double truth) {
      Tensor logits = gan.discriminator.call(points);
      return Losses.binaryCrossEntropyWithLogits(logits, Tensor.full(truth, logits.shape()));
    }

    @Override
    public void getLoss() {
      learn().loss(judged(batch().x(), 1).plus(judged(learn().preds().detach(), 0)));
    }

    @Override
    public void step() {
      opt().part("discriminator").step();
      judged(learn().preds(), 1).backward();
      opt().part("generator").step();
    }
  }

  private static Learner gan(Callback... callbacks) {
    Gan gan = new Gan();
    DataLoaders dls =
        new DataLoaders(
            DataLoader.of(Toy.points(20, 1), 4).shuffle(true), DataLoader.of(Toy.points(4, 2), 4));
    return new Learner(
            gan,
            dls,
            Losses::mse,
            0.01,
            ObjectArrays.concat(
                new Callback[] {
                  new GanTrainCB(gan), new BatchSchedCB(new Exponential(0.9), new Exponential(0.8))
                },
                callbacks,
                Callback.class))
        .optimizer(
            (parameters, lr) ->
                new CompositeOptimizer(
                    Map.of(
                        "generator",
                        new Adam(ParameterGroup.under(parameters, "generator"), lr),
                        "discriminator",
                        new SGD(ParameterGroup.under(parameters, "discriminator"), 4 * lr, 0.9))));
  }

  @Test
  void eachOfTwoOptimizersStepsItsOwnParameters() {
    // GIVEN
    Seed.set(3);
    Learner learner = gan();
    Map<String, double[]> before = Toy.weights(learner.model());
    // WHEN
    learner.fit(1);
    // THEN
    Toy.weights(learner.model())
        .forEach((name, now) -> assertThat(now).as(name).isNotEqualTo(before.get(name)));
    assertThat(learner.opt().groups().get(0).lr()).isEqualTo(0.04 * Math.pow(0.9, 4));
    assertThat(learner.opt().groups().get(1).lr()).isEqualTo(0.01 * Math.pow(0.8, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10, 13, 18, 23})
  void twoOptimizersGoOnAsIfTheFitHadNeverStopped(int at) {
    // GIVEN
    Seed.set(3);
    Learner whole = gan();
    whole.fit(2);
    Seed.set(3);
    Learner killed = gan(saver(), new Kill(at));
    assertThatThrownBy(() -> killed.fit(2)).hasMessageContaining("killed");
    // WHEN
    Seed.set(77);
    Learner resumed = gan(saver().resume());
    resumed.fit(2);
    // THEN
    assertThat(Toy.weights(resumed.model()))
        .usingRecursiveComparison()
        .isEqualTo(Toy.weights(whole.model()));
  }
}
