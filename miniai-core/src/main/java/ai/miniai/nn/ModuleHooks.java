package ai.miniai.nn;

import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The hooks of one module; calls them before and after its forward pass. */
final class ModuleHooks {
  /** A forward pass without hooks. */
  @FunctionalInterface
  interface Pass {
    Tensor run(Tensor... inputs);
  }

  final HookList<PreForwardHook> preForward = new HookList<>();
  final HookList<ForwardHook> forward = new HookList<>();
  final HookList<PreBackwardHook> preBackward = new HookList<>();
  final HookList<BackwardHook> backward = new HookList<>();
  private final Module module;

  ModuleHooks(Module module) {
    this.module = module;
  }

  /** Whether a hook of any kind is watching the module now. */
  boolean isWatching() {
    return !preForward.isEmpty()
        || forward.isWatching()
        || preBackward.isWatching()
        || backward.isWatching();
  }

  /** Runs {@code pass} and the hooks before and after it. */
  Tensor call(Pass pass, Tensor... inputs) {
    boolean isFirst = !Autograd.isAgain();
    if (isFirst && !preForward.isEmpty()) {
      List<Tensor> given = ImmutableList.copyOf(inputs);
      preForward.forEach(hook -> hook.beforeForward(module, given));
    }
    Tensor output = Autograd.isRecording() ? watched(pass, inputs) : pass.run(inputs);
    if (isFirst && !forward.isEmpty()) {
      List<Tensor> given = ImmutableList.copyOf(inputs);
      forward.forEach(hook -> hook.afterForward(module, given, output));
    }
    return output;
  }

  /** Runs a forward pass whose backward pass will call the hooks that are watching now. */
  private Tensor watched(Pass pass, Tensor... inputs) {
    UnaryOperator<Tensor> announce = announcing();
    Tensor output = backward.isWatching() ? enclosed(pass, inputs) : pass.run(inputs);
    return announce.apply(output);
  }

  private UnaryOperator<Tensor> announcing() {
    if (!preBackward.isWatching()) {
      return UnaryOperator.identity();
    }
    Iterable<PreBackwardHook> hooks = preBackward.current();
    return output ->
        BackwardWatch.announced(
            output, gradient -> hooks.forEach(hook -> hook.beforeBackward(module, gradient)));
  }

  private Tensor enclosed(Pass pass, Tensor... inputs) {
    Iterable<BackwardHook> hooks = backward.current();
    BackwardWatch watch =
        new BackwardWatch((in, out) -> hooks.forEach(hook -> hook.afterBackward(module, in, out)));
    return watch.output(pass.run(watch.inputs(inputs)));
  }
}
