package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the gradients that a module's backward pass has computed for its inputs. It is called at
 * the same time as a {@link BackwardHook}.
 */
@FunctionalInterface
public interface InputGradientReplacement {
  /**
   * The gradients to pass on instead, one for each input, with the same shapes and types; null
   * keeps those given. An input that has no gradient gets none. The gradients given must not be
   * changed.
   */
  @Nullable List<Optional<Tensor>> replace(Module module, List<Optional<Tensor>> inputGradients);
}
