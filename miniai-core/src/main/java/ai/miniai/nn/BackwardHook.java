package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Called once for each forward pass of a module through which a backward pass goes: when the module
 * has been gone through, so its parameters have their gradients too. Modules that ran later are
 * told first, and the parts of a module before the whole.
 */
@FunctionalInterface
public interface BackwardHook {
  /**
   * The tensors live as long as the memory scope of the step; {@code detach()} what you keep. They
   * are not to be changed. What is thrown here leaves {@code backward()} as it is.
   *
   * @param inputGradients one for each input, and only what comes through this module; empty where
   *     the input wants no gradient (images) or the output does not depend on it
   * @param outputGradient of the shape of the output
   */
  void afterBackward(Module module, List<Optional<Tensor>> inputGradients, Tensor outputGradient);
}
