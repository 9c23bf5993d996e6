package ai.miniai.hooks;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a model back into the state in which it was: its tensors, and the modes of its modules. */
final class ModelState implements AutoCloseable {
  private final Module model;
  private final Map<String, Tensor> tensors;
  private final Map<Module, Boolean> modes = new LinkedHashMap<>();

  ModelState(Module model) {
    this.model = model;
    tensors = new HashMap<>(model.stateDict());
    List<Module> partsFirst = new ArrayList<>();
    model.apply(partsFirst::add);
    Lists.reverse(partsFirst).forEach(module -> modes.put(module, module.training()));
  }

  /** Lets the parameters stay as they are now. */
  void keepParameters() {
    tensors.putAll(model.parameters());
  }

  /**
   * Sets the mode of a part after those of all that it is a part of, since theirs go down to it.
   */
  @Override
  public void close() {
    model.loadStateDict(tensors);
    modes.forEach(Module::train);
  }
}
