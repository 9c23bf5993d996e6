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
}
