package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Called once for each forward pass of a module in the backward pass: after the gradients of the
 * module and of its parameters have been computed. Modules that ran later are called first, and the
 * parts of a module before the module itself.
 */
@FunctionalInterface
public interface BackwardHook {
  /**
   * The tensors are valid only inside the memory scope of the step; use {@code detach()} to keep
   * one. Do not change them. Exceptions are passed on by {@code backward()} unchanged.
   *
   * @param inputGradients one for each input; contains only the part that flows through this
   *     module. Empty if the input needs no gradient (such as images) or the output does not depend
   *     on it
   * @param outputGradient the gradient of the output, with the same shape
   */
  void afterBackward(Module module, List<Optional<Tensor>> inputGradients, Tensor outputGradient);

  /**
   * Called instead, with the gradients of all outputs that have one, by name. By default it calls
   * {@link #afterBackward} for each of them.
   */
  default void afterBackwardAll(
      Module module, List<Optional<Tensor>> inputGradients, Map<String, Tensor> outputGradients) {
    outputGradients.values().forEach(gradient -> afterBackward(module, inputGradients, gradient));
  }
}
