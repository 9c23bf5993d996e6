package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces the inputs of a module before its forward pass. */
@FunctionalInterface
public interface InputReplacement {
  /** The inputs to use instead; null keeps those given. */
  @Nullable List<Tensor> replace(Module module, List<Tensor> inputs);
}
