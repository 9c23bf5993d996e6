package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/**
 * Called at the start of each backward pass of a module. Cheaper than a {@link BackwardHook}, for
 * which the gradients of the inputs must be kept.
 */
@FunctionalInterface
public interface PreBackwardHook {
  /**
   * The tensor is valid only inside the memory scope of the step; use {@code detach()} to keep it.
   * Do not change it. Exceptions are passed on by {@code backward()} unchanged.
   *
   * @param outputGradient the gradient of the output, with the same shape
   */
  void beforeBackward(Module module, Tensor outputGradient);

  /**
   * Called instead, with the name of the output; {@link Outputs#UNNAMED} if it has none. A module
   * with several outputs gets their gradients one at a time, as soon as each is known. By default
   * it calls {@link #beforeBackward(Module, Tensor)}.
   */
  default void beforeBackward(Module module, String output, Tensor outputGradient) {
    beforeBackward(module, outputGradient);
  }
}
