package ai.miniai.bench;

import ai.miniai.bench.jmh.GradientEnd;
import ai.miniai.nn.Module;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Our program for one layer: forward, and backward from a gradient of ones. A step computes the
 * gradients of the parameters and of the input, as in the middle of a network.
 */
final class LayerLoop implements Contender {
  private final Module layer;
  private final List<Tensor> parameters;
  private final Tensor input;
  private final Tensor gradient;

  LayerLoop(LayerCase layerCase) {
    Seed.set(1);
    layer = layerCase.create();
    parameters = List.copyOf(layer.parameters().values());
    input = layerCase.input();
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor output = layer.call(input).detach();
      gradient = MemoryScope.outside(() -> onesLike(output));
    }
  }

  /** Ones that lie in memory as {@code output} does, as gradients do in a network. */
  private static Tensor onesLike(Tensor output) {
    return output.times(0).plus(1);
  }

  long[] inputShape() {
    return input.shape();
  }

  @Override
  public String name() {
    return "miniai";
  }

  @Override
  public double imagesPerSecond(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      try (MemoryScope scope = MemoryScope.open()) {
        Tensor x = input.requiresGrad() ? new GradientEnd().apply(input) : input;
        layer.call(x).backward(gradient);
        parameters.forEach(Tensor::zeroGrad);
      }
    }
    Nd4j.getExecutioner().commit(); // waits for the device
    return steps * input.size(0) * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() {}
}
