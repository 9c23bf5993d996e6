package ai.miniai.hooks;

import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * The function that a {@link Hook} calls after each forward pass of its module, or in the backward
 * pass.
 */
@FunctionalInterface
public interface HookFunction {
  /** The tensors are valid only inside the memory scope of the step: keep numbers, not tensors. */
  void call(Hook hook, Module module, List<Tensor> inputs, Tensor output);

  /**
   * Called instead, with all outputs of the module, or with the gradients of those that have one.
   * By default it calls {@link #call} for each of them.
   */
  default void callAll(Hook hook, Module module, List<Tensor> inputs, Outputs outputs) {
    outputs.list().forEach(output -> call(hook, module, inputs, output));
  }

  /**
   * Whether the function wants to be called now; by default always. It is evaluated at the start of
   * forward passes: without an active hook computation is faster, see {@link
   * Module#onForward(ai.miniai.nn.ForwardHook, java.util.function.BooleanSupplier)}.
   */
  default boolean isWatching() {
    return true;
  }
}
