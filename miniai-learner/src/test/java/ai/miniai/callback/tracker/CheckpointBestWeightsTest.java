package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckpointBestWeightsTest {
  @TempDir Path folder;

  private CheckpointCB saver() {
    return new CheckpointCB(folder);
  }

  private Map<String, Tensor> weights(String file) {
    return Safetensors.read(folder.resolve(file)).tensors();
  }

  private Learner watched(CheckpointCB saver, double scale) {
    Learner learner =
        Toy.trainLearner(new MetricsCB().log(row -> {}), saver.best(Monitor.min("loss")));
    learner.model().parameters().values().forEach(weight -> weight.array().muli(scale));
    return learner;
  }

  private double bestValue() {
    return Double.parseDouble(
        Safetensors.read(folder.resolve(CheckpointCB.BEST)).metadata().get("value"));
  }

  @Test
  void theBestWeightsAreThoseOfTheBestEpoch() {
    // GIVEN a model that gets worse in the second epoch
    Callback spoiler =
        new Callback() {
          @Override
          public void beforeEpoch() {
            if (epoch() == 1) {
              model().parameters().values().forEach(weight -> weight.array().muli(-9));
            }
          }
        };
    List<Map<String, double[]>> weights = new ArrayList<>();
    Callback keeper =
        new Callback() {
          @Override
          public void afterEpoch() {
            weights.add(Toy.weights(model()));
          }
        };
    MetricsCB metrics = new MetricsCB().log(row -> {});
    // WHEN
    Toy.trainLearner(metrics, spoiler, keeper, saver().best(Monitor.min("loss"))).fit(2);
    // THEN
    Module best = Toy.model();
    best.loadStateDict(Safetensors.read(folder.resolve(CheckpointCB.BEST)).tensors());
    assertThat(Toy.weights(best)).usingRecursiveComparison().isEqualTo(weights.get(1));
  }

  @Test
  void watchingAMetricWantsAMetricsCB() {
    assertThatThrownBy(() -> Toy.trainLearner(saver().best(Monitor.max("accuracy"))).fit(1))
        .hasMessageContaining("there is no MetricsCB among the callbacks: add one");
  }

  // ---------------------------------------------------------------- what earlier fits have left

  @Test
  void aWorseFitWithTheSameCallbackKeepsTheBestWeights() throws IOException {
    // GIVEN
    CheckpointCB saver = saver();
    watched(saver, 1).fit(2);
    byte[] best = Files.readAllBytes(folder.resolve(CheckpointCB.BEST));
    // WHEN
    watched(saver, -30).fit(1);
    // THEN
    assertThat(folder.resolve(CheckpointCB.BEST)).hasBinaryContent(best);
  }

  @Test
  void aWorseFitInTheSameFolderKeepsTheBestWeights() throws IOException {
    // GIVEN that the checkpoint has been deleted, to begin anew
    watched(saver(), 1).fit(2);
    byte[] best = Files.readAllBytes(folder.resolve(CheckpointCB.BEST));
    Files.delete(folder.resolve(CheckpointCB.LAST));
    // WHEN
    watched(saver(), -30).fit(1);
    // THEN
    assertThat(folder.resolve(CheckpointCB.BEST)).hasBinaryContent(best);
  }

  @Test
  void aBetterFitReplacesTheBestWeights() {
    // GIVEN
    CheckpointCB saver = saver();
    watched(saver, -30).fit(1);
    double before = bestValue();
    Learner better = watched(saver, 1);
    // WHEN
    better.fit(1);
    // THEN
    assertThat(bestValue()).isLessThan(before);
    assertThat(weights(CheckpointCB.BEST).get("0.weight").toDoubles())
        .containsExactly(Toy.weights(better.model()).get("0.weight"));
  }

  @Test
  void overwriteForgetsTheBestWeightsToo() {
    // GIVEN
    watched(saver(), 1).fit(2);
    double before = bestValue();
    // WHEN
    watched(saver().overwrite(), -30).fit(1);
    // THEN
    assertThat(bestValue()).isGreaterThan(before);
  }

  @Test
  void theBestByAnotherNumberIsNotOverwritten() throws IOException {
    // GIVEN
    watched(saver(), 1).fit(1);
    Files.delete(folder.resolve(CheckpointCB.LAST));
    MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    // WHEN, THEN
    assertThatThrownBy(
            () -> Toy.trainLearner(metrics, saver().best(Monitor.max("accuracy"))).fit(1))
        .hasMessageContaining(
            CheckpointCB.BEST
                + " holds weights that are the best by loss (min), which cannot be compared with"
                + " accuracy (max): go on");
  }

  @Test
  void theBestOfAnOlderVersionIsNotOverwritten() throws IOException {
    // GIVEN
    Safetensors.of(Toy.model().stateDict()).write(folder.resolve(CheckpointCB.BEST));
    // WHEN, THEN
    assertThatThrownBy(() -> watched(saver(), 1).fit(1))
        .hasMessageContaining("the best by a number that it does not tell");
  }
}
