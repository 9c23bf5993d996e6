package ai.miniai.treatment;

import ai.miniai.nn.Gain;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.nn.Tanh;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * New initial weights for linear and convolutional layers: Kaiming's before ReLUs and their
 * relatives, Xavier's before anything else. Their biases become 0.
 */
final class FreshWeights {
  private FreshWeights() {}

  /** {@code rectified}: whether all activations between layers will be ReLUs or their relatives. */
  static void in(LayerOrder order, boolean rectified) {
    order
        .weighted()
        .forEach(
            (path, layer) -> {
              Optional<Module> next = order.activationAfter(path);
              boolean hidden = next.filter(order.hiddenActivations()::containsValue).isPresent();
              set(layer, next, rectified && hidden);
            });
  }

  private static void set(Module layer, Optional<Module> next, boolean rectified) {
    Map<String, Tensor> parameters = layer.parameters();
    Tensor weight = parameters.get("weight");
    if (weight != null && (rectified || next.filter(LayerOrder::isRectifier).isPresent())) {
      Initialization.kaimingNormal(weight);
    } else if (weight != null) {
      boolean tanh = next.filter(Tanh.class::isInstance).isPresent();
      Initialization.xavierNormal(weight, tanh ? Gain.TANH : Gain.LINEAR);
    }
    Tensor bias = parameters.get("bias");
    if (bias != null) {
      bias.update(array -> array.assign(0));
    }
  }
}
