package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/** Called before each forward pass of a module. */
@FunctionalInterface
public interface PreForwardHook {
  /**
   * The tensors are valid only inside the memory scope of the step; use {@code detach()} to keep
   * one.
   */
  void beforeForward(Module module, List<Tensor> inputs);
}
