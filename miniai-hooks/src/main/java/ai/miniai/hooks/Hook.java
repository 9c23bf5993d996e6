package ai.miniai.hooks;

import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Bins;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function after each forward pass of a module, until it is closed. Has a place for the
 * statistics that {@link AppendStats} gathers.
 */
public final class Hook implements AutoCloseable {
  private final String name;
  private final Module module;
  private final HookHandle handle;
  private @Nullable LayerStats stats;

  /** A hook that is named by its module's type and details. */
  public Hook(Module module, HookFunction function) {
    this(module.summary(), module, function);
  }

  /** A hook with a name for legends, such as the module's path in the model. */
  public Hook(String name, Module module, HookFunction function) {
    this.name = name;
    this.module = module;
    this.handle = module.onForward((m, in, out) -> function.call(this, m, in, out));
  }

  /** The name, for legends. */
  public String name() {
    return name;
  }

  /** The module that is watched. */
  public Module module() {
    return module;
  }

  /** What has been gathered; empty if nothing has. */
  public LayerStats stats() {
    LayerStats present = stats;
    return present == null ? new LayerStats(name, Bins.DEFAULT) : present;
  }

  /** What has been gathered; if nothing has, the place for it, with a histogram of these bins. */
  LayerStats stats(Bins bins) {
    LayerStats present = stats;
    if (present == null) {
      present = new LayerStats(name, bins);
      stats = present;
    }
    return present;
  }

  /** Removes the hook from its module. Closing it twice is harmless; the statistics stay. */
  @Override
  public void close() {
    handle.close();
  }
}
