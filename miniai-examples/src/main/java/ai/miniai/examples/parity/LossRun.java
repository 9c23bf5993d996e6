package ai.miniai.examples.parity;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Map;

/** Computes a loss, and the gradients of it, or of its sum if it has several elements. */
final class LossRun {
  private LossRun() {}

  /** The loss and the gradients by name. */
  static Map<String, double[]> run(ParityCase parity) throws IOException {
    Map<String, Tensor> inputs = Inputs.of(parity);
    Tensor loss = PyTorchLosses.of(parity).of(ImmutableList.copyOf(inputs.values()));
    if (loss.requiresGrad()) {
      loss.sum().backward();
    }
    return ImmutableMap.<String, double[]>builder()
        .put("loss", loss.toDoubles())
        .putAll(Inputs.gradients(inputs))
        .buildOrThrow();
  }
}
