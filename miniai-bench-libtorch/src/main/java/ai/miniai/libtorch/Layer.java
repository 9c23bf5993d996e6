package ai.miniai.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A part of a network.
 *
 * @param function its forward pass
 * @param parameters what is trained; may be empty
 */
record Layer(UnaryOperator<Tensor> function, List<Tensor> parameters) {
  static Layer of(UnaryOperator<Tensor> function) {
    return new Layer(function, List.of());
  }

  /** A module of libtorch, which keeps its own parameters. */
  static Layer of(Module module, UnaryOperator<Tensor> function) {
    return new Layer(function, List.of(module.parameters().get()));
  }

  static Layer chain(Layer... layers) {
    List<Tensor> parameters = new ArrayList<>();
    for (Layer layer : layers) {
      parameters.addAll(layer.parameters);
    }
    return new Layer(
        x -> {
          Tensor y = x;
          for (Layer layer : layers) {
            y = layer.function.apply(y);
          }
          return y;
        },
        parameters);
  }
}
