package ai.miniai.hooks;

import ai.miniai.nn.Module;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A list of hooks. Removing a hook closes it. Closing the list, for example at the end of a try
 * block, closes all hooks; they stay in the list and can still be read.
 *
 * <pre>{@code
 * try (var hooks = new Hooks(model, new AppendStats())) {
 *   learn.fit(1);
 *   hooks.forEach(hook -> print(hook.stats().means()));
 * }
 * }</pre>
 */
public final class Hooks extends AbstractList<Hook> implements AutoCloseable {
  /** When the function is called. */
  private interface Kind {
    Hook create(String path, Module module, HookFunction function);
  }

  private final List<Hook> hooks = new ArrayList<>();

  /** One hook on each of {@code modules}, such as the layers of a {@code Sequential}. */
  public Hooks(Iterable<? extends Module> modules, HookFunction function) {
    // All modules are collected before the first hook is added: if the iteration fails, no hook is
    // left behind.
    int index = 0;
    for (Module module : ImmutableList.<Module>copyOf(modules)) {
      hooks.add(new Hook(Integer.toString(index++), module, function));
    }
  }

  /** One hook on each of {@code modules}, named by its path in the model. */
  public Hooks(Map<String, ? extends Module> modules, HookFunction function) {
    this(modules, Hook::new, function);
  }

  private Hooks(Map<String, ? extends Module> modules, Kind kind, HookFunction function) {
    ImmutableMap.<String, Module>copyOf(modules)
        .forEach((path, module) -> hooks.add(kind.create(path, module, function)));
  }

  /** Like the constructor, but for backward passes: see {@link Hook#backward}. */
  public static Hooks backward(Map<String, ? extends Module> modules, HookFunction function) {
    return new Hooks(modules, Hook::backward, function);
  }

  /** Like the constructor, but for the start of backward passes: see {@link Hook#preBackward}. */
  public static Hooks preBackward(Map<String, ? extends Module> modules, HookFunction function) {
    return new Hooks(modules, Hook::preBackward, function);
  }

  @Override
  public Hook get(int index) {
    return hooks.get(index);
  }

  @Override
  public int size() {
    return hooks.size();
  }

  /** Closes the hook at {@code index} and removes it from the list. */
  @Override
  public Hook remove(int index) {
    Hook hook = hooks.remove(index);
    modCount++;
    hook.close();
    return hook;
  }

  /** Closes all hooks and keeps them in the list. */
  @Override
  public void close() {
    hooks.forEach(Hook::close);
  }
}
