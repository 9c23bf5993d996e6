package ai.miniai.examples.battery.tasks;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be wrong with the weights of a network before it is trained. */
public final class Weights {
  private static final int LOW_BIAS = -30;

  private Weights() {}

  /** Only the last layer, a weight and a bias, will be trained. */
  public static void freezeBody(Module network) {
    List<Tensor> parameters = new ArrayList<>(network.parameters().values());
    parameters
        .subList(0, parameters.size() - 2)
        .forEach(parameter -> parameter.requiresGrad(false));
  }

  /** The biases of one of the first two layers are so low that its ReLUs are always 0. */
  public static void killLayer(Module network) {
    List<Tensor> biases =
        network.parameters().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("bias"))
            .map(Map.Entry::getValue)
            .toList();
    biases.get(biases.size() > 2 ? 1 : 0).update(array -> array.assign(LOW_BIAS));
  }

  /** All weights of layers have this value; biases stay as they are. */
  static void fill(Module network, double value) {
    network.parameters().values().stream()
        .filter(parameter -> parameter.rank() > 1)
        .forEach(parameter -> parameter.update(array -> array.assign(value)));
  }
}
