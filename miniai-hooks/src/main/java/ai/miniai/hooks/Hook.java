package ai.miniai.hooks;

import ai.miniai.histogram.Bins;
import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Module;
import ai.miniai.recording.LayerStats;
import ai.miniai.tensor.Tensor;
import java.util.List;
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
        hook ->
            module.onForward(
                (m, in, out) -> function.call(hook, m, in, out), function::isWatching));
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
        hook ->
            module.onBackward(
                (m, in, out) -> function.call(hook, m, present(in), out), function::isWatching));
  }

  /**
   * A hook at the start of the backward pass. The function gets the gradient of the output, and no
   * inputs. Cheaper than {@link #backward}, for which the gradients of inputs must be kept.
   */
  public static Hook preBackward(String name, Module module, HookFunction function) {
    return new Hook(
        name,
        module,
        hook ->
            module.onPreBackward(
                (m, out) -> function.call(hook, m, List.of(), out), function::isWatching));
  }

  private static List<Tensor> present(List<Optional<Tensor>> gradients) {
    return gradients.stream().flatMap(Optional::stream).toList();
  }

  /** The name, for legends. */
  public String name() {
    return name;
  }

  /** The module that the hook is on. */
  public Module module() {
    return module;
  }

  /** The collected statistics; empty if there are none. */
  public LayerStats stats() {
    LayerStats present = stats;
    return present == null ? new LayerStats(name, Bins.DEFAULT) : present;
  }

  /** The collected statistics; if there are none, new statistics with a histogram of these bins. */
  LayerStats stats(Bins bins) {
    LayerStats present = stats;
    if (present == null) {
      present = new LayerStats(name, bins);
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
