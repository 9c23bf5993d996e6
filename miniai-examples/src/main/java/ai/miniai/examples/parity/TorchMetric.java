package ai.miniai.examples.parity;

import ai.miniai.metric.Metric;
import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A metric that is called as torchmetrics' metric of the same kind.
 *
 * @param value what it has computed: one number, or one for each class
 * @param scores makes predictions of the metric out of those of torchmetrics
 * @param labels makes targets of the metric out of those of torchmetrics
 */
record TorchMetric(
    Metric metric,
    Supplier<double[]> value,
    UnaryOperator<Tensor> scores,
    UnaryOperator<Tensor> labels) {

  /** With one number as the value, of predictions that may also be integers. */
  static TorchMetric of(Metric metric) {
    return new TorchMetric(
        metric,
        () -> new double[] {metric.compute()},
        TorchMetric::floating,
        UnaryOperator.identity());
  }

  private static Tensor floating(Tensor x) {
    return x.dataType().isFPType() ? x : x.to(Nd4j.defaultFloatingPointType());
  }

  /** Adds a batch. */
  void update(Tensor predictions, Tensor target) {
    metric.update(scores.apply(predictions), labels.apply(target));
  }
}
