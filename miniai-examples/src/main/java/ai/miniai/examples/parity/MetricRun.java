package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Computes a metric over batches of predictions and targets. */
final class MetricRun {
  private MetricRun() {}

  /** The value: one number, or one for each class. */
  static Map<String, double[]> run(ParityCase parity) throws IOException {
    TorchMetric metric = TorchMetrics.of(parity);
    for (Map<String, Tensor> batch : Inputs.batches(parity)) {
      List<Tensor> inputs = List.copyOf(batch.values());
      checkArgument(
          inputs.size() == 2,
          "a metric has two inputs, the predictions and the targets, not %s",
          batch.keySet());
      metric.update(inputs.get(0), inputs.get(1));
    }
    return ImmutableMap.of("value", metric.value().get());
  }
}
