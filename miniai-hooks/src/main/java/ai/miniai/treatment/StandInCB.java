package ai.miniai.treatment;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Module;
import ai.miniai.nn.OutputReplacement;
import ai.miniai.setup.LayerInfo;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets modules put out something else for the time of a fit, as if other modules stood in their
 * place. Afterwards the model is as before.
 */
final class StandInCB extends Callback {
  /**
   * What stands in for a module.
   *
   * @param type the type of the module that would do the same, such as "ReLU"; empty if the module
   *     itself is still at work
   * @param output what is put out instead
   */
  record StandIn(String type, OutputReplacement output) {
    /** In place of the module. */
    static StandIn of(String type, OutputReplacement output) {
      return new StandIn(type, output);
    }

    /** Behind the module. */
    static StandIn behind(OutputReplacement output) {
      return new StandIn("", output);
    }
  }

  private final Function<Module, Map<String, StandIn>> choice;
  private Map<String, StandIn> chosen = ImmutableMap.of();
  private final List<HookHandle> hooks = new ArrayList<>();

  /** {@code choice}: the stand-ins in a model, by the path of the module. */
  StandInCB(Function<Module, Map<String, StandIn>> choice) {
    this.choice = choice;
  }

  @Override
  public void beforeFit() {
    chosen = choice.apply(model());
    Map<String, Module> modules = model().namedModules();
    chosen.forEach(
        (path, one) -> {
          Module module = modules.get(path);
          checkArgument(module != null, "the model has no module \"%s\"", path);
          hooks.add(module.replaceOutput(one.output()));
        });
  }

  @Override
  public void cleanupFit() {
    hooks.forEach(HookHandle::close);
    hooks.clear();
  }

  /** A layer as it was in the last fit. */
  LayerInfo seen(LayerInfo layer) {
    StandIn one = chosen.get(layer.path());
    return one == null || one.type().isEmpty()
        ? layer
        : new LayerInfo(layer.path(), one.type(), "");
  }
}
