package ai.miniai.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.loss.BCEWithLogitsLoss;
import ai.miniai.loss.CrossEntropyLoss;
import ai.miniai.loss.Reduction;
import ai.miniai.metric.BinaryAUROC;
import ai.miniai.metric.BinaryAccuracy;
import ai.miniai.metric.Perplexity;
import ai.miniai.metric.ScoreKind;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Losses with options, and metrics of two classes, in a fit. */
class LossesInAFitTest {
  /** One logit for each item, [batch]. */
  private static final class Logit extends Module {
    private final Linear linear = child("linear", new Linear(1, 1));

    @Override
    protected Tensor forward(Tensor x) {
      return linear.call(x).squeeze(1);
    }
  }

  /** Numbers from −1 to 1, of class 1 if they are positive. */
  private static DataLoaders signs() {
    Dataset numbers =
        Dataset.of(
            IntStream.range(0, 40)
                .mapToObj(
                    i -> Sample.of(new float[] {(i - 19.5f) / 20}, new long[] {1}, i < 20 ? 0 : 1))
                .toList());
    return DataLoaders.of(numbers, numbers, 7);
  }

  @Test
  void trainsOneLogitForTwoClasses() {
    // GIVEN
    BinaryAccuracy accuracy = new BinaryAccuracy(0.5, ScoreKind.LOGITS);
    BinaryAUROC auroc = new BinaryAUROC();
    MetricsCB metrics = new MetricsCB(Map.of("accuracy", accuracy, "auroc", auroc)).log(row -> {});
    BCEWithLogitsLoss loss = new BCEWithLogitsLoss().posWeight(Tensor.scalar(1.5));
    // WHEN
    new TrainLearner(new Logit(), signs(), loss, 1, metrics).fit(20);
    // THEN
    assertThat(accuracy.compute()).isGreaterThan(0.8);
    assertThat(auroc.compute()).isEqualTo(1);
  }

  @Test
  void aColumnOfLogitsForARowOfLabelsIsAMistake() {
    TrainLearner learner = new TrainLearner(new Linear(1, 1), signs(), new BCEWithLogitsLoss(), 1);
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("equal shapes, but the prediction is [7, 1] and the target [7]");
  }

  @Test
  void trainsWithOptionsOfCrossEntropy() {
    // GIVEN
    Perplexity perplexity = new Perplexity();
    MetricsCB metrics = new MetricsCB("perplexity", perplexity).log(row -> {});
    CrossEntropyLoss loss = new CrossEntropyLoss().labelSmoothing(0.1).weight(Tensor.ones(3));
    // WHEN
    new TrainLearner(Toy.model(), Toy.data(200, 20), loss, 0.5, metrics).fit(5);
    // THEN chance would be 3
    assertThat(perplexity.compute()).isLessThan(2.2);
  }

  @Test
  void aLossThatIsNotReducedIsAMistake() {
    CrossEntropyLoss each = new CrossEntropyLoss().reduction(Reduction.NONE);
    TrainLearner learner = new TrainLearner(Toy.model(), Toy.data(), each, 0.5);
    assertThatThrownBy(() -> learner.fit(1))
        .hasMessageContaining("must be one floating point number, not FLOAT [2]");
  }
}
