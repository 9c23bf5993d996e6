package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/**
 * Called in each backward pass of a module, before it goes through the module. Cheaper than a
 * {@link BackwardHook}, for which the gradients of inputs are kept.
 */
@FunctionalInterface
public interface PreBackwardHook {
  /**
   * The tensor lives as long as the memory scope of the step; {@code detach()} what you keep. It is
   * not to be changed. What is thrown here leaves {@code backward()} as it is.
   *
   * @param outputGradient of the shape of the output
   */
  void beforeBackward(Module module, Tensor outputGradient);
}
