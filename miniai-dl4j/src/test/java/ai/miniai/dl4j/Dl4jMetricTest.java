package ai.miniai.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.metric.Metric;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.ROCMultiClass;
import org.nd4j.evaluation.regression.RegressionEvaluation;

class Dl4jMetricTest {
  private static final Tensor LOGITS =
      Tensor.of(new float[] {3, 1, 0, 0, 2, 1, 1, 5, 2, 0, 0, 1}, 4, 3);

  @Test
  void countsClassesOverAllBatches() {
    Metric accuracy = new Dl4jMetric<>(new Evaluation(3), Evaluation::accuracy);

    accuracy.update(LOGITS, Tensor.of(0, 1, 2, 2));
    accuracy.update(LOGITS, Tensor.of(0, 1, 1, 2));

    assertThat(accuracy.compute()).isCloseTo(7.0 / 8, within(1e-9));
  }

  @Test
  void beginsAnewInEachEpoch() {
    Metric accuracy = new Dl4jMetric<>(new Evaluation(3), Evaluation::accuracy);
    accuracy.update(LOGITS, Tensor.of(2, 2, 2, 1));

    accuracy.reset();

    assertThat(accuracy.compute()).isNaN();
    accuracy.update(LOGITS, Tensor.of(0, 1, 1, 2));
    assertThat(accuracy.compute()).isEqualTo(1);
  }

  @Test
  void changesPredictionsFirst() {
    Metric area =
        new Dl4jMetric<>(
            new ROCMultiClass(), roc -> roc.calculateAUC(0), logits -> logits.softmax(1));

    area.update(LOGITS, Tensor.of(0, 1, 1, 2));

    assertThat(area.compute()).isEqualTo(1);
  }

  @Test
  void takesNumbersAsTargetsToo() {
    Metric error = new Dl4jMetric<>(new RegressionEvaluation(1), e -> e.meanSquaredError(0));

    error.update(Tensor.of(new float[] {1, 2}, 2, 1), Tensor.of(new float[] {1, 4}, 2, 1));

    assertThat(error.compute()).isCloseTo(2, within(1e-6));
  }
}
