package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/** Called before each forward pass of a module. */
@FunctionalInterface
public interface PreForwardHook {
  /** The tensors live as long as the memory scope of the step; {@code detach()} what you keep. */
  void beforeForward(Module module, List<Tensor> inputs);
}
