package ai.miniai.callback.preds;

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
import ai.miniai.learner.Learner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
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
    Predictions all = CapturePreds.capturePreds(learner(DataLoader.of(images(5), 2)));
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
        CapturePreds.capturePreds(learner(DataLoader.of(images(3), 2)), true, plusOne);
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
    Predictions all = CapturePreds.capturePreds(learner);
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
    Predictions all =
        CapturePreds.capturePreds(learner(DataLoader.of(images(2), 2), plusOne), new Callback() {});
    // THEN
    assertThat(all.preds().toDoubles()).containsExactly(1, 2, 2, 4);
  }

  @Test
  void recordersTakePartIfTheyAreGivenToIt() {
    // GIVEN
    MetricsCB always = new MetricsCB().log(row -> {});
    MetricsCB extra = new MetricsCB().log(row -> {});
    // WHEN
    Predictions unused =
        CapturePreds.capturePreds(learner(DataLoader.of(images(2), 2), always), extra);
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
    assertThatThrownBy(() -> CapturePreds.capturePreds(learner(DataLoader.of(images(0), 2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("there is nothing to validate on: the data set has no items");
  }

  @Test
  void takesTheMeanOverTheImageAndItsMirrorImage() {
    // WHEN the first pixel is i, and 10 · i in the mirror
    Predictions mean = CapturePreds.tta(learner(DataLoader.of(images(3), 2)));
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
    assertThatThrownBy(() -> CapturePreds.tta(learner))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("use a loader that does not shuffle");
  }
}
