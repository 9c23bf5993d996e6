package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces the output of a module after its forward pass. */
@FunctionalInterface
public interface OutputReplacement {
  /** The output to use instead; null keeps the one given. */
  @Nullable Tensor replace(Module module, List<Tensor> inputs, Tensor output);

  /**
   * Called instead, with all outputs of the module; null keeps them. By default it calls {@link
   * #replace} for each of them.
   */
  default @Nullable Outputs replaceAll(Module module, List<Tensor> inputs, Outputs outputs) {
    return outputs.map(
        (name, output) -> {
          Tensor other = replace(module, inputs, output);
          return other == null ? output : other;
        });
  }
}
