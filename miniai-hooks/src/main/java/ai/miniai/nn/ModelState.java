package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts a model back into the state in which it was: its tensors, and the modes of its modules. */
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

  /** Lets the parameters stay as they are now. */
  public void keepParameters() {
    tensors.putAll(model.parameters());
  }

  /**
   * Sets the mode of all parents of a module first, since it goes down to their parts: a parent has
   * more modules in it than any of its parts.
   */
  @Override
  public void close() {
    model.loadStateDict(tensors);
    modes.forEach(Module::train);
  }
}
