package ai.miniai.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Runs one layer forward, and backward from a gradient of ones. */
final class LayerTask implements Task {
  /** A layer, all that gets a gradient, and the gradient of the output. */
  private record Prepared(
      String name, Tensor input, Layer layer, List<Tensor> leaves, Tensor gradient) {}

  private final Tensor noGradient = new Tensor();
  private final BoolOptional keepGraph = new BoolOptional();
  private final TensorArrayRefOptional allInputs = new TensorArrayRefOptional();
  private @Nullable Prepared last;

  @Override
  public double itemsPerSecond(int steps, String name) {
    Prepared now = last;
    if (now == null || !now.name.equals(name)) {
      now = prepare(name);
      last = now;
    }
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step(now);
    }
    return steps * now.input.size(0) * 1e9 / (System.nanoTime() - start);
  }

  private static Prepared prepare(String name) {
    LayerCase found = LayerCase.of(name);
    Tensor input = found.input().get();
    Layer layer = found.layer().get();
    List<Tensor> leaves = new ArrayList<>(layer.parameters());
    leaves.add(input);
    Tensor gradient = torch.ones_like(layer.function().apply(input)).detach();
    return new Prepared(name, input, layer, leaves, gradient);
  }

  private void step(Prepared now) {
    try (PointerScope scope = new PointerScope()) {
      Tensor output = now.layer.function().apply(now.input);
      output.backward(now.gradient, keepGraph, false, allInputs);
      now.leaves.forEach(leaf -> leaf.mutable_grad().put(noGradient));
    }
  }
}
