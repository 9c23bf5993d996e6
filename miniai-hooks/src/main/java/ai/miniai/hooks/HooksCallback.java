package ai.miniai.hooks;

import ai.miniai.callback.Callback;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has a function called after each forward pass of the modules that a filter accepts, nested ones
 * too, while a fit trains. The hooks are there for the length of the fit, however it ends;
 * afterwards they can still be read.
 */
public class HooksCallback extends Callback implements Iterable<Hook> {
  private final HookFunction function;
  private final Predicate<? super Module> filter;
  private final boolean onTrain;
  private final boolean onValid;
  private final @Nullable List<? extends Module> modules;
  private Hooks hooks = new Hooks(List.of(), (hook, module, inputs, output) -> {});

  /** On every module, while training. */
  public HooksCallback(HookFunction function) {
    this(function, module -> true);
  }

  /** On the modules that {@code filter} accepts, while training. */
  public HooksCallback(HookFunction function, Predicate<? super Module> filter) {
    this(function, filter, true, false, null);
  }

  /**
   * On the modules that {@code filter} accepts.
   *
   * @param onTrain whether the function is called while training
   * @param onValid whether the function is called while evaluating
   * @param modules the modules to choose from, all parts of the model; null for all of it
   */
  public HooksCallback(
      HookFunction function,
      Predicate<? super Module> filter,
      boolean onTrain,
      boolean onValid,
      @Nullable List<? extends Module> modules) {
    this.function = function;
    this.filter = filter;
    this.onTrain = onTrain;
    this.onValid = onValid;
    this.modules = modules;
  }

  /** No: the hooks of the last fit stay. */
  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    hooks = install(wanted(model()), new WhileWatching());
  }

  /** The hooks on these modules: on their forward pass, unless a subclass wants others. */
  protected Hooks install(Map<String, Module> wanted, HookFunction watching) {
    return new Hooks(wanted, watching);
  }

  private Map<String, Module> wanted(Module model) {
    List<? extends Module> choice = modules;
    if (choice != null) {
      choice.forEach(model::pathOf); // says so if one is no part of the model
    }
    return Maps.filterValues(
        model.namedModules(), m -> (choice == null || choice.contains(m)) && filter.test(m));
  }

  /** The function, which is called at times. */
  private final class WhileWatching implements HookFunction {
    @Override
    public void call(Hook hook, Module module, List<Tensor> inputs, Tensor output) {
      if (watching()) {
        function.call(hook, module, inputs, output);
      }
    }

    @Override
    public boolean isWatching() {
      return watching();
    }
  }

  /**
   * Whether the function is called now: in the present mode, training or evaluating. For a backward
   * pass it must be so in the forward pass too.
   */
  protected boolean watching() {
    return training() ? onTrain : onValid;
  }

  @Override
  public void cleanupFit() {
    hooks.close();
  }

  /** The hooks of the fit that runs, or of the last one; none before the first. */
  public final List<Hook> hooks() {
    return Collections.unmodifiableList(hooks);
  }

  @Override
  public final Iterator<Hook> iterator() {
    return hooks().iterator();
  }

  /** The number of hooks. */
  public final int size() {
    return hooks().size();
  }
}
