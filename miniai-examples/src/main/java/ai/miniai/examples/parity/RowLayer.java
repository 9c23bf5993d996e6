package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A layer in a row, and what of it the next one gets.
 *
 * @param take the name of the output
 * @param last whether only the last index of it is taken: of the time in a sequence, else of the
 *     first dimension, which is that of the layers in a final state
 * @param mean whether the mean over time is taken
 */
record RowLayer(PyTorchLayer layer, String take, boolean last, boolean mean) {
  static RowLayer of(Arguments arguments) throws IOException {
    String take = arguments.text("take", PyTorchLayer.OUTPUT);
    boolean last = arguments.flag("last", false);
    boolean mean = arguments.flag("mean", false);
    return new RowLayer(PyTorchLayers.make(arguments), take, last, mean);
  }

  /**
   * The output for {@code x}, and for those inputs of the training, such as lengths, that the layer
   * can use.
   */
  Tensor call(Tensor x, Map<String, Tensor> all) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("input", x);
    all.forEach(
        (name, other) -> {
          if (layer.takes(name)) {
            inputs.put(name, other);
          }
        });
    Map<String, Tensor> outputs = layer.call(inputs);
    Tensor output = outputs.get(take);
    checkArgument(
        output != null,
        "%s has no output %s to take, only %s",
        layer.module(),
        take,
        outputs.keySet());
    int dim = take.equals(PyTorchLayer.OUTPUT) ? layer.timeDim() : 0;
    return last ? output.select(dim, -1) : mean ? output.mean(dim) : output;
  }
}
