package ai.miniai.hooks;

import ai.miniai.callback.Callback;
import ai.miniai.callback.During;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Maps;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function after each forward pass of the modules that a filter accepts, including nested
 * ones, during a fit. The hooks are removed at the end of the fit, however it ends; after that they
 * can still be read.
 */
public class HooksCallback extends Callback implements Iterable<Hook> {
  private final HookFunction function;
  private final Predicate<? super Module> filter;
  private final During during;
  private final @Nullable List<? extends Module> modules;
  private Hooks hooks = new Hooks(List.of(), (hook, module, inputs, output) -> {});

  /** On every module, in training mode. */
  public HooksCallback(HookFunction function) {
    this(function, module -> true);
  }

  /** On the modules that {@code filter} accepts, in training mode. */
  public HooksCallback(HookFunction function, Predicate<? super Module> filter) {
    this(function, filter, During.TRAINING, null);
  }

  /**
   * On the modules that {@code filter} accepts.
   *
   * @param during which batches it acts on
   * @param modules the modules to choose from, which must all be parts of the model; null for the
   *     whole model
   */
  public HooksCallback(
      HookFunction function,
      Predicate<? super Module> filter,
      During during,
      @Nullable List<? extends Module> modules) {
    this.function = function;
    this.filter = filter;
    this.during = during;
    this.modules = modules;
  }

  /** False, so that the hooks of the last fit are kept. */
  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    hooks = install(wanted(model()), new WhileWatching());
  }

  /** Adds the hooks to these modules: forward hooks, unless a subclass overrides this. */
  protected Hooks install(Map<String, Module> wanted, HookFunction watching) {
    return new Hooks(wanted, watching);
  }

  private Map<String, Module> wanted(Module model) {
    List<? extends Module> choice = modules;
    if (choice != null) {
      choice.forEach(model::pathOf); // throws an exception if a module is not part of the model
    }
    return Maps.filterValues(
        model.namedModules(), m -> (choice == null || choice.contains(m)) && filter.test(m));
  }

  /** The function, which is called only while {@link #watching}. */
  private final class WhileWatching implements HookFunction {
    @Override
    public void call(Hook hook, Module module, List<Tensor> inputs, Tensor output) {
      if (watching()) {
        function.call(hook, module, inputs, output);
      }
    }

    @Override
    public void callAll(Hook hook, Module module, List<Tensor> inputs, Outputs outputs) {
      if (watching()) {
        function.callAll(hook, module, inputs, outputs);
      }
    }

    @Override
    public boolean isWatching() {
      return watching();
    }
  }

  /**
   * Whether the function is called now, that is, in the current mode (training or evaluation). For
   * a backward pass this must also have been true in the forward pass.
   */
  protected boolean watching() {
    return during.includes(training());
  }

  @Override
  public void cleanupFit() {
    hooks.close();
  }

  /** The hooks of the current or the last fit; empty before the first. */
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
