package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hooks of one module; calls them before and after its forward pass. Those that replace
 * something are called before those that only look, which see what is really used.
 */
final class ModuleHooks {
  final HookList<InputReplacement> inputs = new HookList<>();
  final HookList<PreForwardHook> preForward = new HookList<>();
  final HookList<OutputReplacement> outputs = new HookList<>();
  final HookList<ForwardHook> forward = new HookList<>();
  final HookList<OutputGradientReplacement> outputGradients = new HookList<>();
  final HookList<PreBackwardHook> preBackward = new HookList<>();
  final HookList<InputGradientReplacement> inputGradients = new HookList<>();
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
        || backward.isWatching()
        || !inputs.isEmpty()
        || !outputs.isEmpty()
        || !outputGradients.isEmpty()
        || !inputGradients.isEmpty();
  }

  /** Runs {@code pass} and the hooks before and after it. */
  Outputs call(BackwardWatch.Pass pass, Tensor... given) {
    Tensor[] used = replaced(given);
    boolean isFirst = !Autograd.isAgain();
    if (isFirst && !preForward.isEmpty()) {
      List<Tensor> shown = ImmutableList.copyOf(used);
      preForward.forEach(hook -> hook.beforeForward(module, shown));
    }
    Outputs result = Autograd.isRecording() ? watched(pass, used) : replaced(pass, used);
    if (isFirst && !forward.isEmpty()) {
      List<Tensor> shown = ImmutableList.copyOf(used);
      forward.forEach(hook -> hook.afterForwardAll(module, shown, result));
    }
    return result;
  }

  private Tensor[] replaced(Tensor... given) {
    Tensor[] used = given;
    for (InputReplacement hook : inputs) {
      List<Tensor> other = hook.replace(module, ImmutableList.copyOf(used));
      used = other == null ? used : other.toArray(new Tensor[0]);
    }
    return used;
  }

  /** Runs the forward pass and lets hooks replace the outputs. */
  private Outputs replaced(BackwardWatch.Pass pass, Tensor... used) {
    Outputs result = pass.run(used);
    for (OutputReplacement hook : outputs) {
      Outputs other = hook.replaceAll(module, ImmutableList.copyOf(used), result);
      result = other == null ? result : other;
    }
    return result;
  }

  /** Runs a forward pass whose backward pass will call the hooks that are watching now. */
  private Outputs watched(BackwardWatch.Pass pass, Tensor... used) {
    boolean announces = preBackward.isWatching() || !outputGradients.isEmpty();
    Iterable<OutputGradientReplacement> replacing = outputGradients.current();
    Iterable<PreBackwardHook> looking = preBackward.current();
    Outputs result =
        backward.isWatching() || !inputGradients.isEmpty()
            ? enclosed(pass, used)
            : replaced(pass, used);
    return announces
        ? result.map((name, output) -> announced(name, output, replacing, looking))
        : result;
  }

  private Tensor announced(
      String name,
      Tensor output,
      Iterable<OutputGradientReplacement> replacing,
      Iterable<PreBackwardHook> looking) {
    return BackwardWatch.announced(
        output,
        given -> {
          Tensor gradient = given;
          for (OutputGradientReplacement hook : replacing) {
            Tensor other = hook.replace(module, name, gradient);
            gradient = other == null ? gradient : like(given, other);
          }
          for (PreBackwardHook hook : looking) {
            hook.beforeBackward(module, name, gradient);
          }
          return gradient;
        });
  }

  private Outputs enclosed(BackwardWatch.Pass pass, Tensor... used) {
    Iterable<InputGradientReplacement> replacing = inputGradients.current();
    Iterable<BackwardHook> looking = backward.current();
    BackwardWatch watch =
        new BackwardWatch(
            (computed, ofOutputs) -> {
              List<Optional<Tensor>> gradients = computed;
              for (InputGradientReplacement hook : replacing) {
                List<Optional<Tensor>> other = hook.replace(module, gradients);
                gradients = other == null ? gradients : like(computed, other);
              }
              for (BackwardHook hook : looking) {
                hook.afterBackwardAll(module, gradients, ofOutputs);
              }
              return gradients;
            });
    return watch.run(inputs -> replaced(pass, inputs), used);
  }

  private List<Optional<Tensor>> like(
      List<Optional<Tensor>> computed, List<Optional<Tensor>> replacements) {
    checkArgument(
        computed.size() == replacements.size(),
        "a hook on %s replaced the gradients of %s inputs by %s: return one for each",
        module.summary(),
        computed.size(),
        replacements.size());
    for (int i = 0; i < computed.size(); i++) {
      Optional<Tensor> other = replacements.get(i);
      computed.get(i).ifPresent(gradient -> other.ifPresent(one -> like(gradient, one)));
    }
    return replacements;
  }

  private Tensor like(Tensor gradient, Tensor replacement) {
    checkArgument(
        Arrays.equals(gradient.shape(), replacement.shape())
            && gradient.dataType() == replacement.dataType(),
        "a hook on %s replaced a gradient of %s %s by %s %s: it must have the same shape and type",
        module.summary(),
        gradient.dataType(),
        Arrays.toString(gradient.shape()),
        replacement.dataType(),
        Arrays.toString(replacement.shape()));
    return replacement;
  }
}
