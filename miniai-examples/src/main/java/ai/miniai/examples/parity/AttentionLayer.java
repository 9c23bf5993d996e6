package ai.miniai.examples.parity;

import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A layer of attention: its inputs are sequences and masks in PyTorch's shapes. An input with
 * "padding" in its name is a key padding mask. Outputs are "output" and, if the layer has them,
 * "attn_output_weights".
 */
final class AttentionLayer extends PyTorchLayer {
  /** The name of the second output. */
  static final String WEIGHTS = "attn_output_weights";

  private static final String PADDING = "padding";

  private final boolean batchFirst;
  private final int heads;

  AttentionLayer(Module module, int heads, boolean batchFirst) {
    super(module);
    this.heads = heads;
    this.batchFirst = batchFirst;
  }

  @Override
  Map<String, Tensor> call(Map<String, Tensor> inputs) {
    Tensor[] prepared =
        inputs.entrySet().stream()
            .map(
                input -> {
                  String name = input.getKey();
                  boolean isMask = name.contains("mask");
                  return isMask ? mask(name, input.getValue()) : swapped(input.getValue());
                })
            .toArray(Tensor[]::new);
    Outputs outputs = module().callAll(prepared);
    Tensor output = swapped(outputs.get(0));
    return outputs.size() == 1
        ? ImmutableMap.of(OUTPUT, output)
        : ImmutableMap.of(OUTPUT, output, WEIGHTS, outputs.get(1));
  }

  /** With the first two dimensions exchanged if the batch is the second one. */
  private Tensor swapped(Tensor x) {
    return batchFirst || x.rank() != 3 ? x : x.permute(1, 0, 2);
  }

  /** PyTorch's masks [targets, sources] and [batch · heads, targets, sources] as those here. */
  private Tensor mask(String name, Tensor mask) {
    if (mask.rank() == 3) {
      return mask.reshape(mask.size(0) / heads, heads, mask.size(1), mask.size(2));
    }
    boolean isAmbiguous = mask.dataType() == DataType.BOOL && mask.rank() == 2;
    return isAmbiguous && !name.contains(PADDING) ? mask.unsqueeze(0) : mask;
  }

  @Override
  boolean takes(String input) {
    return input.contains(PADDING);
  }

  @Override
  int timeDim() {
    return batchFirst ? 1 : 0;
  }
}
