package ai.miniai.callback.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model whose first batch normalisation is frozen, and whose second one trains. */
class BnFreezeCBTest {
  private final Module frozen = new BatchNorm1d(Toy.CLASSES);
  private final Module trained = new BatchNorm1d(8);
  private final Module layerNorm = new LayerNorm(8);
  private final Module model = model();

  private Module model() {
    Seed.set(7);
    frozen.freeze();
    layerNorm.freeze();
    return new Sequential(
        frozen, new Linear(Toy.CLASSES, 8), trained, layerNorm, new Linear(8, Toy.CLASSES));
  }

  private Learner learner(Callback... callbacks) {
    return new TrainLearner(model, Toy.data(), Losses::crossEntropy, 0.1, callbacks);
  }

  private static double[] mean(Module norm) {
    return norm.buffers().get("running_mean").toDoubles();
  }

  @Test
  void theStatisticsOfAFrozenNormStayAndOthersMove() {
    // WHEN
    learner(new BnFreezeCB()).fit(2);
    // THEN
    assertThat(mean(frozen)).containsOnly(0);
    assertThat(frozen.buffers().get("num_batches_tracked").item()).isZero();
    assertThat(mean(trained)).doesNotContain(0);
  }

  @Test
  void withoutTheCallbackTheyMove() {
    // WHEN
    learner().fit(1);
    // THEN
    assertThat(mean(frozen)).doesNotContain(0);
  }

  @Test
  void allElseIsInTrainingModeInEachTrainingPass() {
    // GIVEN
    List<List<Boolean>> modes = new ArrayList<>();
    Callback look =
        new Callback() {
          @Override
          public void afterPredict() {
            if (learn().iteration() == 0) {
              modes.add(model.modules().stream().map(Module::training).toList());
            }
          }
        };
    // WHEN
    learner(new BnFreezeCB(), look).fit(2);
    // THEN the model, the frozen norm, the linear layer, the other norms and the last layer
    List<Boolean> training = List.of(true, false, true, true, true, true);
    List<Boolean> validation = List.of(false, false, false, false, false, false);
    assertThat(modes).containsExactly(training, validation, training, validation);
  }

  @Test
  void aNormThatTrainsAgainMovesAgain() {
    // GIVEN
    Learner learner = learner(new BnFreezeCB());
    learner.fit(1);
    // WHEN
    frozen.unfreeze();
    learner.fit(1);
    // THEN
    assertThat(mean(frozen)).doesNotContain(0);
  }

  @Test
  void aFitThatEndsEarlyLeavesTheStatisticsToo() {
    // GIVEN
    Callback cancel =
        new Callback() {
          @Override
          public void afterStep() {
            throw new CancelFitException();
          }
        };
    Callback fail =
        new Callback() {
          @Override
          public void afterStep() {
            throw new IllegalStateException("by intent");
          }
        };
    // WHEN
    learner(new BnFreezeCB(), cancel).fit(1);
    assertThatThrownBy(() -> learner(new BnFreezeCB(), fail).fit(1)).hasMessageContaining("intent");
    // THEN
    assertThat(mean(frozen)).containsOnly(0);
  }
}
