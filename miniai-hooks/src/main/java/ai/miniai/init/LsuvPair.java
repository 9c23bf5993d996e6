package ai.miniai.init;

import ai.miniai.hooks.HookFunction;
import ai.miniai.hooks.Hooks;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvTranspose2d;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Iterables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer and the output that {@link Lsuv} normalises by changing it.
 *
 * @param layer the layer whose weight, and bias if it has one, are changed
 * @param output the module whose output gets mean 0 and standard deviation 1: the activation after
 *     the layer, or the layer itself
 */
public record LsuvPair(Module layer, Module output) {
  /**
   * The linear and convolutional layers whose output goes directly into an activation, in the order
   * in which they run. A module counts as an activation if it has no children and no state, and
   * returns for its single input another tensor of the same shape.
   */
  static List<LsuvPair> find(Module model, Runnable forward) {
    Map<Tensor, Module> layers = new HashMap<>();
    Map<Module, LsuvPair> found = new LinkedHashMap<>();
    HookFunction look =
        (hook, module, inputs, output) -> {
          if (isLayer(module)) {
            layers.put(output, module);
          } else if (isActivation(module, inputs, output) && layers.containsKey(inputs.get(0))) {
            found.computeIfAbsent(layers.get(inputs.get(0)), layer -> new LsuvPair(layer, module));
          }
        };
    try (Hooks ignored =
        new Hooks(Iterables.filter(model.modules(), m -> m.children().isEmpty()), look)) {
      forward.run();
    }
    return List.copyOf(found.values());
  }

  private static boolean isLayer(Module module) {
    return module instanceof Linear
        || module instanceof Conv1d
        || module instanceof Conv2d
        || module instanceof ConvTranspose2d;
  }

  private static boolean isActivation(Module module, List<Tensor> inputs, Tensor output) {
    return module.stateDict().isEmpty()
        && inputs.size() == 1
        && inputs.get(0) != output
        && Arrays.equals(inputs.get(0).shape(), output.shape());
  }
}
