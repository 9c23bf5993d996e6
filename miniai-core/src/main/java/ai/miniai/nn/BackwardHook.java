package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Called when the gradients of a module's inputs and output are known, once per forward pass. */
@FunctionalInterface
public interface BackwardHook {
  /**
   * The tensors live as long as the memory scope of the step; {@code detach()} what you keep.
   *
   * @param inputGradients one for each input; empty where the input wants no gradient (images)
   * @param outputGradient of the shape of the output
   */
  void afterBackward(Module module, List<Optional<Tensor>> inputGradients, Tensor outputGradient);
}
