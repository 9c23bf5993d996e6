package ai.miniai.hooks;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.BackwardHook;
import ai.miniai.nn.ForwardHook;
import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.PreBackwardHook;
import ai.miniai.recording.LayerStats;
import ai.miniai.setup.TrainingSetup;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function after each forward pass of a module, or in its backward pass, until it is
 * closed. It also stores the statistics that {@link AppendStats} collects.
 */
public final class Hook implements AutoCloseable {
  private final String name;
  private final Module module;
  private final HookHandle handle;
  private @Nullable LayerStats stats;

  /** A hook whose name consists of the module's type and details. */
  public Hook(Module module, HookFunction function) {
    this(module.summary(), module, function);
  }

  /** A hook with a name for legends, such as the module's path in the model. */
  public Hook(String name, Module module, HookFunction function) {
    this(
        name,
        module,
        hook -> module.onForward(new OnForward(hook, function), function::isWatching));
  }

  private record OnForward(Hook hook, HookFunction function) implements ForwardHook {
    @Override
    public void afterForward(Module module, List<Tensor> inputs, Tensor output) {
      function.call(hook, module, inputs, output);
    }

    @Override
    public void afterForwardAll(Module module, List<Tensor> inputs, Outputs outputs) {
      function.callAll(hook, module, inputs, outputs);
    }
  }

  private record OnBackward(Hook hook, HookFunction function) implements BackwardHook {
    @Override
    public void afterBackward(Module module, List<Optional<Tensor>> inputs, Tensor output) {
      function.call(hook, module, present(inputs), output);
    }

    @Override
    public void afterBackwardAll(
        Module module, List<Optional<Tensor>> inputs, Map<String, Tensor> outputs) {
      function.callAll(hook, module, present(inputs), Outputs.of(outputs));
    }
  }

  private record OnPreBackward(Hook hook, HookFunction function) implements PreBackwardHook {
    @Override
    public void beforeBackward(Module module, Tensor gradient) {
      function.call(hook, module, List.of(), gradient);
    }

    @Override
    public void beforeBackward(Module module, String output, Tensor gradient) {
      function.callAll(hook, module, List.of(), Outputs.of(output, gradient));
    }
  }

  private Hook(String name, Module module, Function<Hook, HookHandle> install) {
    this.name = name;
    this.module = module;
    this.handle = install.apply(this);
  }

  /**
   * A hook on the backward pass. The function gets the gradients of the inputs that have one, and
   * the gradient of the output.
   */
  public static Hook backward(String name, Module module, HookFunction function) {
    return new Hook(
        name,
        module,
        hook -> module.onBackward(new OnBackward(hook, function), function::isWatching));
  }

  /**
   * A hook at the start of the backward pass. The function gets the gradient of the output, and no
   * inputs. Cheaper than {@link #backward}, for which the gradients of inputs must be kept.
   */
  public static Hook preBackward(String name, Module module, HookFunction function) {
    return new Hook(
        name,
        module,
        hook -> module.onPreBackward(new OnPreBackward(hook, function), function::isWatching));
  }

  private static List<Tensor> present(List<Optional<Tensor>> gradients) {
    return gradients.stream().flatMap(Optional::stream).toList();
  }

  /** The name, for legends. */
  public String name() {
    return name;
  }

  /** What kind of module it is on, such as "Conv2d 1→8". */
  String label() {
    return TrainingSetup.layer(name, module).label();
  }

  /** The module that the hook is on. */
  public Module module() {
    return module;
  }

  /** The collected statistics; empty if there are none. */
  public LayerStats stats() {
    LayerStats present = stats;
    return present == null ? new LayerStats(name, label(), Bins.DEFAULT) : present;
  }

  /** The collected statistics; if there are none, new statistics with a histogram of these bins. */
  LayerStats stats(Bins bins) {
    LayerStats present = stats;
    if (present == null) {
      present = new LayerStats(name, label(), bins);
      stats = present;
    }
    return present;
  }

  /** Removes the hook from its module. Closing it twice is harmless; the statistics are kept. */
  @Override
  public void close() {
    handle.close();
  }
}
