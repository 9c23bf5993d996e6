package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;

/** Restores a model to an earlier state: its tensors, and the modes of its modules. */
@API(status = API.Status.INTERNAL)
public final class ModelState implements AutoCloseable {
  private final Module model;
  private final Map<String, Tensor> tensors;
  private final Map<Module, Boolean> modes = new LinkedHashMap<>();

  public ModelState(Module model) {
    this.model = model;
    tensors = new HashMap<>(model.stateDict());
    model.modules().stream()
        .sorted(Comparator.comparingInt(module -> -module.modules().size()))
        .forEach(module -> modes.put(module, module.training()));
  }

  /** Keeps the current values of the parameters instead of restoring them. */
  public void keepParameters() {
    tensors.putAll(model.parameters());
  }

  /**
   * Sets the modes of parents before those of their children, because setting a mode includes the
   * children. Sorting by the number of contained modules ensures this order.
   */
  @Override
  public void close() {
    model.loadStateDict(tensors);
    modes.forEach(Module::train);
  }
}
