package ai.miniai.hooks;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.List;

/** What a {@link Hook} calls after each forward pass of its module, or with a backward pass. */
@FunctionalInterface
public interface HookFunction {
  /** The tensors live as long as the memory scope of the step: keep numbers, not tensors. */
  void call(Hook hook, Module module, List<Tensor> inputs, Tensor output);

  /**
   * Whether it is to be called at the moment; always, unless said otherwise. Asked at the beginning
   * of forward passes: what nobody watches is computed faster, see {@link
   * Module#onForward(ai.miniai.nn.ForwardHook, java.util.function.BooleanSupplier)}.
   */
  default boolean isWatching() {
    return true;
  }
}
