package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Replaces the gradient of a module's output before its backward pass. */
@FunctionalInterface
public interface OutputGradientReplacement {
  /**
   * The gradient to use instead, with the same shape and type; null keeps the one given. The
   * gradient given must not be changed.
   *
   * @param output the name of the output; {@link Outputs#UNNAMED} if it has none
   */
  @Nullable Tensor replace(Module module, String output, Tensor gradient);
}
