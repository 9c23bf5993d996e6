package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the network of a program, and follows the shape of one item through its layers. */
final class FaultNetwork {
  /** Keras's, which differ from PyTorch's. */
  private static final double NORM_EPS = 1e-3;

  private static final double NORM_MOMENTUM = 0.01;

  private final List<Module> modules = new ArrayList<>();

  /** Of one item, without the batch: [features] or [channels, height, width]. */
  private ImmutableLongArray shape;

  private FaultNetwork(ImmutableLongArray inputShape) {
    shape = inputShape;
  }

  /**
   * The network with its initial weights.
   *
   * @param inputShape the shape of one item
   * @throws IllegalArgumentException if a layer does not fit what comes before it
   */
  static Sequential create(List<FaultLayer> layers, ImmutableLongArray inputShape) {
    FaultNetwork network = new FaultNetwork(inputShape);
    layers.forEach(network::add);
    return new Sequential(network.modules);
  }

  private void add(FaultLayer layer) {
    if (layer.dense() != null) {
      addDense(layer, layer.dense());
    } else if (layer.conv() != null) {
      addConv(layer, layer.conv(), requireNonNull(layer.kernel()));
    } else if (layer.maxpool() != null) {
      int size = layer.maxpool();
      checkImages("a maxpool");
      modules.add(new MaxPool2d(size));
      shape = ImmutableLongArray.of(shape.get(0), shape.get(1) / size, shape.get(2) / size);
    } else if (layer.dropout() != null) {
      modules.add(new Dropout(layer.dropout()));
    } else if (layer.activation() != null) {
      if (layer.activation() != FaultActivation.LINEAR) {
        modules.add(layer.activation().create());
      }
    } else if (Boolean.TRUE.equals(layer.batchnorm())) {
      int channels = Math.toIntExact(shape.get(0));
      modules.add(
          isImages()
              ? new BatchNorm2d(channels, NORM_EPS, NORM_MOMENTUM)
              : new BatchNorm1d(channels, NORM_EPS, NORM_MOMENTUM));
    } else if (Boolean.TRUE.equals(layer.flatten())) {
      modules.add(new Flatten());
      shape = ImmutableLongArray.of(shape.stream().reduce(1, Math::multiplyExact));
    }
  }

  private void addDense(FaultLayer layer, int units) {
    int last = shape.length() - 1;
    modules.add(initialised(new Linear(Math.toIntExact(shape.get(last)), units), layer));
    shape = ImmutableLongArray.builder().addAll(shape.subArray(0, last)).add(units).build();
  }

  private void addConv(FaultLayer layer, int channels, int kernel) {
    checkImages("a conv");
    int in = Math.toIntExact(shape.get(0));
    modules.add(initialised(new Conv2d(in, channels, kernel, 1, layer.padding()), layer));
    int change = 2 * layer.padding() - kernel + 1;
    shape = ImmutableLongArray.of(channels, shape.get(1) + change, shape.get(2) + change);
  }

  private static Module initialised(Module module, FaultLayer layer) {
    Map<String, Tensor> parameters = module.parameters();
    layer.weights().fill(requireNonNull(parameters.get("weight")));
    layer.biases().fill(requireNonNull(parameters.get("bias")));
    return module;
  }

  private boolean isImages() {
    return shape.length() == 3;
  }

  private void checkImages(String layer) {
    checkArgument(
        isImages(), "%s needs items of shape [channels, height, width], not %s", layer, shape);
  }
}
