package ai.miniai.examples.parity;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Computes a layer's outputs, and the gradients of the sum over all floating point outputs of their
 * mean square.
 */
final class LayerRun {
  private LayerRun() {}

  /** The outputs, the gradients and the buffers by name. */
  static Map<String, double[]> run(ParityCase parity) throws IOException {
    PyTorchLayer layer = PyTorchLayers.make(Arguments.of(parity, "layer"));
    Map<String, Tensor> parameters = InitialWeights.load(parity, layer.module());
    layer.module().train(parity.training());
    Map<String, Tensor> inputs = Inputs.of(parity);
    Map<String, Tensor> outputs = layer.call(inputs);
    loss(outputs).filter(Tensor::requiresGrad).ifPresent(Tensor::backward);
    ImmutableMap.Builder<String, double[]> quantities = ImmutableMap.builder();
    outputs.forEach((name, output) -> quantities.put(name, output.toDoubles()));
    layer.module().buffers().forEach((name, buffer) -> quantities.put(name, buffer.toDoubles()));
    return quantities
        .putAll(Inputs.gradients(inputs))
        .putAll(Inputs.gradients(parameters))
        .buildOrThrow();
  }

  private static Optional<Tensor> loss(Map<String, Tensor> outputs) {
    return outputs.values().stream()
        .filter(output -> output.dataType().isFPType())
        .map(output -> output.square().mean())
        .reduce(Tensor::plus);
  }
}
