package ai.miniai.examples.parity;

import ai.miniai.nn.Outputs;
import ai.miniai.nn.recurrent.Recurrent;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.Map;

/**
 * A recurrent layer: its inputs are those of PyTorch, and optionally "lengths"; its outputs are
 * "output", "h_n" and for an LSTM "c_n".
 */
final class RecurrentLayer extends PyTorchLayer {
  private final boolean batchFirst;

  RecurrentLayer(Recurrent module, boolean batchFirst) {
    super(module);
    this.batchFirst = batchFirst;
  }

  @Override
  Map<String, Tensor> call(Map<String, Tensor> inputs) {
    Tensor[] lengthsLast =
        inputs.values().stream()
            .sorted(Comparator.comparing(x -> !x.dataType().isFPType()))
            .toArray(Tensor[]::new);
    Outputs outputs = module().callAll(lengthsLast);
    ImmutableMap.Builder<String, Tensor> named = ImmutableMap.builder();
    outputs.named().forEach((name, x) -> named.put(name.equals(OUTPUT) ? name : name + "_n", x));
    return named.buildOrThrow();
  }

  @Override
  boolean takes(String input) {
    return input.equals("lengths");
  }

  @Override
  int timeDim() {
    return batchFirst ? 1 : 0;
  }
}
