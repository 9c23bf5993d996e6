package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/** Called after each forward pass of a module. */
@FunctionalInterface
public interface ForwardHook {
  /**
   * The tensors are valid only inside the memory scope of the step; use {@code detach()} to keep
   * one.
   */
  void afterForward(Module module, List<Tensor> inputs, Tensor output);

  /**
   * Called instead, with all outputs of the module. By default it calls {@link #afterForward} for
   * each of them.
   */
  default void afterForwardAll(Module module, List<Tensor> inputs, Outputs outputs) {
    outputs.list().forEach(output -> afterForward(module, inputs, output));
  }
}
