package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/** Called after each forward pass of a module. */
@FunctionalInterface
public interface ForwardHook {
  /** The tensors live as long as the memory scope of the step; {@code detach()} what you keep. */
  void afterForward(Module module, List<Tensor> inputs, Tensor output);
}
