package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.MultiOutputLoss;
import ai.miniai.metric.MeanSquaredError;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapturePredsTest {
  /** Predicts the first value of each image, and its double. */
  private static final class FirstPixel extends Module {
    @Override
    protected Tensor forward(Tensor x) {
      Tensor first = x.flatten(1).slice(1, 0, 1);
      return Tensor.concat(1, first, first.times(2));
    }
  }

  /** Image i is i, 10 · i; its class is i. */
  private static Dataset images(int n) {
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(i -> Sample.of(new float[] {i, 10 * i}, new long[] {1, 1, 2}, i))
            .toList());
  }

  private static Learner learner(DataLoader valid, Callback... callbacks) {
    DataLoaders dls = new DataLoaders(DataLoader.of(images(3), 3), valid);
    return new TrainLearner(new FirstPixel(), dls, (preds, target) -> preds.mean(), 0.1, callbacks);
  }

  @Test
  void joinsTheBatchesInTheOrderOfTheData() {
    // WHEN
    Predictions all = learner(DataLoader.of(images(5), 2)).getPreds();
    // THEN
    assertThat(all.preds().shape()).containsExactly(5, 2);
    assertThat(all.preds().toDoubles()).containsExactly(0, 0, 1, 2, 2, 4, 3, 6, 4, 8);
    assertThat(all.targets().toDoubles()).containsExactly(0, 1, 2, 3, 4);
    assertThat(all.inputs()).isEmpty();
  }

  @Test
  void keepsTheInputsAsTheModelGotThemIfAsked() {
    // GIVEN
    Callback plusOne =
        new BatchTransformCB(batch -> new Batch(List.of(batch.x().plus(1), batch.y())));
    // WHEN
    Predictions all =
        learner(DataLoader.of(images(3), 2))
            .getPredsWithInput(DataLoader.of(images(3), 2), plusOne);
    // THEN
    assertThat(all.inputs().orElseThrow().shape()).containsExactly(3, 1, 1, 2);
    assertThat(all.inputs().orElseThrow().toDoubles()).containsExactly(1, 1, 2, 11, 3, 21);
  }

  @Test
  void trainsNothing() {
    // GIVEN
    TrainLearner learner = Toy.trainLearner();
    learner.fit(1);
    Optimizer optimizer = learner.opt();
    double[] weights = learner.model().parameters().get("0.weight").toDoubles();
    learner.model().train();
    // WHEN
    Predictions all = learner.getPreds();
    // THEN
    assertThat(learner.model().parameters().get("0.weight").toDoubles()).isEqualTo(weights);
    assertThat(learner.opt()).isSameAs(optimizer);
    assertThat(learner.training()).isTrue();
    assertThat(all.preds().requiresGrad()).isFalse();
  }

  @Test
  void letsOtherCallbacksTakePart() {
    // GIVEN
    Callback plusOne =
        new BatchTransformCB(batch -> new Batch(List.of(batch.x().plus(1), batch.y())));
    // WHEN
    Predictions all = learner(DataLoader.of(images(2), 2), plusOne).getPreds(new Callback() {});
    // THEN
    assertThat(all.preds().toDoubles()).containsExactly(1, 2, 2, 4);
  }

  @Test
  void recordersTakePartIfTheyAreGivenToIt() {
    // GIVEN
    MetricsCB always = new MetricsCB().log(row -> {});
    MetricsCB extra = new MetricsCB().log(row -> {});
    // WHEN
    Predictions unused = learner(DataLoader.of(images(2), 2), always).getPreds(extra);
    // THEN
    assertThat(always.rows()).isEmpty();
    assertThat(extra.rows()).hasSize(1);
  }

  @Test
  void keepsTheLastPassOfAFit() {
    // GIVEN
    CapturePreds capture = new CapturePreds();
    // WHEN
    Toy.trainLearner(capture).fit(2);
    // THEN
    assertThat(capture.predictions().targets().shape()).containsExactly(4);
  }

  @Test
  void saysThatNothingWasPredicted() {
    assertThatThrownBy(() -> learner(DataLoader.of(images(0), 2)).getPreds())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("there is nothing to validate on: the data set has no items");
  }

  @Test
  void takesTheMeanOverTheImageAndItsMirrorImage() {
    // WHEN the first pixel is i, and 10 · i in the mirror
    Predictions mean = learner(DataLoader.of(images(3), 2)).tta();
    // THEN
    assertThat(mean.preds().toDoubles())
        .containsExactly(new double[] {0, 0, 5.5, 11, 11, 22}, within(1e-6));
    assertThat(mean.targets().toDoubles()).containsExactly(0, 1, 2);
  }

  @Test
  void refusesToMixItemsOfShuffledPasses() {
    // GIVEN
    Learner learner = learner(DataLoader.of(images(50), 8).shuffle(true));
    // WHEN, THEN
    assertThatThrownBy(learner::tta)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("use a loader that does not shuffle");
  }

  @Test
  void anotherLoaderMayBeWithoutTargets() {
    // GIVEN
    Learner learner = learner(DataLoader.of(images(5), 2));
    Dataset bare =
        Dataset.of(
            List.of(
                Sample.of(new HostArray.Floats(new float[] {7, 8}, new long[] {1, 1, 2})),
                Sample.of(new HostArray.Floats(new float[] {9, 8}, new long[] {1, 1, 2}))));
    // WHEN
    Predictions all = learner.getPreds(DataLoader.of(bare, 1));
    // THEN
    assertThat(all.preds().toDoubles()).containsExactly(7, 14, 9, 18);
    assertThat(all.allTargets()).isEmpty();
    assertThatThrownBy(all::targets).hasMessageContaining("the data have 0 targets");
    assertThat(learner.getPreds().targets().toDoubles()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void predictsOneBatchWithTheCallbacksOfTheLearner() {
    Callback plusOne =
        new BatchTransformCB(
            batch ->
                new Batch(
                    List.of(batch.x().plus(1), batch.y()).subList(0, batch.tensors().size())));
    Learner learner = learner(DataLoader.of(images(5), 2), plusOne);
    learner.model().train();
    assertThat(learner.predict(Tensor.ones(1, 1, 1, 2)).toDoubles()).containsExactly(2, 4);
    assertThat(learner.training()).isTrue();
  }

  /** The first pixel, and all pixels, of an image. */
  private static final class Two extends Module {
    private final Tensor a = parameter("a", Tensor.ones(1));

    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      Tensor pixels = inputs[0].flatten(1).times(a);
      return Outputs.of("first", pixels.slice(1, 0, 1).sum(1)).and("all", pixels);
    }
  }

  @Test
  void aModelWithSeveralOutputsIsTrainedMeasuredAndAsked() {
    // GIVEN
    DataLoader loader = DataLoader.of(images(3), 2);
    MetricsCB metrics =
        new MetricsCB("error", new MeanSquaredError().on("first", 1)).log(row -> {});
    MultiOutputLoss loss =
        MultiOutputLoss.of("first", (preds, target) -> preds.mean())
            .sharing("all", (preds, target) -> preds.mean(), 2);
    Learner learner =
        new TrainLearner(new Two(), new DataLoaders(loader, loader), loss, 0, metrics);
    // WHEN
    learner.fit(1);
    Predictions all = learner.getPreds();
    // THEN mean 1 + 2 · mean 5.5, weighted by batches of 2 and 1
    assertThat(metrics.rows().get(1).values().get("loss")).isEqualTo(12, within(1e-5));
    assertThat(metrics.rows().get(1).values().get("error")).isEqualTo(0);
    assertThat(all.outputs().get("all").toDoubles()).containsExactly(0, 0, 1, 10, 2, 20);
    assertThat(learner.predictAll(Tensor.ones(1, 1, 1, 2)).get("first").item()).isEqualTo(1);
    assertThatThrownBy(all::preds)
        .hasMessageContaining("there are 2 outputs, not one: first [3], all [3, 2]");
  }

  @Test
  void aMetricThatWantsOneOutputSaysSo() {
    DataLoader loader = DataLoader.of(images(3), 2);
    LossFunction loss = MultiOutputLoss.of("first", (preds, target) -> preds.mean());
    Learner learner =
        new TrainLearner(
            new Two(),
            new DataLoaders(loader, loader),
            loss,
            0,
            new MetricsCB("error", new MeanSquaredError()));
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("metric \"error\": there are 2 outputs, not one");
  }
}
