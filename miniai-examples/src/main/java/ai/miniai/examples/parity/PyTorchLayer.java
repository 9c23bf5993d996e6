package ai.miniai.examples.parity;

import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** A layer that is called as PyTorch's layer of the same kind. Here: one with a single output. */
class PyTorchLayer {
  /** The name of a layer's first output. */
  static final String OUTPUT = "output";

  private final Module module;

  PyTorchLayer(Module module) {
    this.module = module;
  }

  /** The layer itself, whose parameters have PyTorch's names. */
  final Module module() {
    return module;
  }

  /** The outputs by PyTorch's names, for inputs in PyTorch's order. */
  Map<String, Tensor> call(Map<String, Tensor> inputs) {
    Outputs outputs = module.callAll(inputs.values().toArray(new Tensor[0]));
    return ImmutableMap.of(OUTPUT, outputs.only());
  }

  /** Whether the layer can use an additional input of this name. */
  boolean takes(String input) {
    return false;
  }

  /** The dimension of time in outputs of sequences; 1 if the batch is first. */
  int timeDim() {
    return 1;
  }
}
