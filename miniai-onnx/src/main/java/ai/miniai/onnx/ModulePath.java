package ai.miniai.onnx;

import ai.miniai.nn.ForwardHook;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Follows which module of a model is running. */
final class ModulePath {
  private final Deque<String> open = new ArrayDeque<>();

  /** Watches the modules of {@code model} with hooks. */
  ModulePath(Module model) {
    model
        .namedModules()
        .forEach(
            (path, module) -> {
              module.onPreForward((same, inputs) -> open.push(path));
              module.onForward(leaving());
            });
  }

  private ForwardHook leaving() {
    return new ForwardHook() {
      @Override
      public void afterForward(Module module, List<Tensor> inputs, Tensor output) {}

      @Override
      public void afterForwardAll(Module module, List<Tensor> inputs, Outputs outputs) {
        open.pop();
      }
    };
  }

  /** The path of the innermost module that is running; empty for the model itself. */
  String current() {
    return open.isEmpty() ? "" : open.peek();
  }
}
