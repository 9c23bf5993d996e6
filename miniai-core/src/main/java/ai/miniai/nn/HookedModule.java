package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.function.BooleanSupplier;

/**
 * The hooks of a module. Hooks that replace something are called before those that only look; of
 * each kind, in the order in which they were added.
 */
abstract sealed class HookedModule permits Module {
  private ModuleHooks hooks = new ModuleHooks((Module) this);

  final Outputs runHooked(BackwardWatch.Pass pass, Tensor... inputs) {
    return hooks.call(pass, inputs);
  }

  /** Starts without hooks, for a clone, which has those of its original. */
  final void forgetHooks() {
    hooks = new ModuleHooks((Module) this);
  }

  /** Whether a hook of any kind is watching this module now. */
  final boolean isHooked() {
    return hooks.isWatching();
  }

  /**
   * Registers {@code hook} to be called after each forward pass, with the inputs and the output.
   */
  public final HookHandle onForward(ForwardHook hook) {
    return onForward(hook, () -> true);
  }

  /**
   * Like {@link #onForward(ForwardHook)}, for a hook that is inactive at times.
   *
   * @param watching evaluated at the start of forward passes. If no hook is watching, the module
   *     may be fused with its neighbour into one operation; its hooks are not called then
   */
  public final HookHandle onForward(ForwardHook hook, BooleanSupplier watching) {
    return hooks.forward.add(hook, watching);
  }

  /** Registers {@code hook} to be called before each forward pass, with the inputs. */
  public final HookHandle onPreForward(PreForwardHook hook) {
    return hooks.preForward.add(hook, () -> true);
  }

  /**
   * Registers {@code hook} to be called at the start of each backward pass of this module, with the
   * gradient of the output. It applies to forward passes that start after this call.
   */
  public final HookHandle onPreBackward(PreBackwardHook hook) {
    return onPreBackward(hook, () -> true);
  }

  /**
   * Like {@link #onBackward(BackwardHook, BooleanSupplier)}, for a hook at the start of the
   * backward pass.
   */
  public final HookHandle onPreBackward(PreBackwardHook hook, BooleanSupplier watching) {
    return hooks.preBackward.add(hook, watching);
  }

  /**
   * Registers {@code hook} to be called in each backward pass of this module, with the gradients of
   * the inputs and of the output. It applies to forward passes that start after this call.
   */
  public final HookHandle onBackward(BackwardHook hook) {
    return onBackward(hook, () -> true);
  }

  /**
   * Like {@link #onBackward(BackwardHook)}, for a hook that is inactive at times.
   *
   * @param watching evaluated at the start of forward passes. If no hook is watching, no hooks are
   *     called in the backward pass that follows
   */
  public final HookHandle onBackward(BackwardHook hook, BooleanSupplier watching) {
    return hooks.backward.add(hook, watching);
  }

  // ---------------------------------------------------------------- replacing

  /** Lets {@code hook} replace the inputs of each forward pass. */
  public final HookHandle replaceInputs(InputReplacement hook) {
    return hooks.inputs.add(hook, () -> true);
  }

  /** Lets {@code hook} replace the output of each forward pass. */
  public final HookHandle replaceOutput(OutputReplacement hook) {
    return hooks.outputs.add(hook, () -> true);
  }

  /**
   * Lets {@code hook} replace the gradient of the output before each backward pass of this module.
   * It applies to forward passes that start after this call.
   */
  public final HookHandle replaceOutputGradient(OutputGradientReplacement hook) {
    return hooks.outputGradients.add(hook, () -> true);
  }

  /**
   * Lets {@code hook} replace the gradients of the inputs after each backward pass of this module.
   * It applies to forward passes that start after this call.
   */
  public final HookHandle replaceInputGradients(InputGradientReplacement hook) {
    return hooks.inputGradients.add(hook, () -> true);
  }
}
