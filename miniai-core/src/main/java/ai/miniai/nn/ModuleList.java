package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * A list of modules whose owner decides how to call them. Its members are registered as children,
 * so their parameters are found. The list itself cannot be called.
 */
public final class ModuleList extends ModuleRow {
  public ModuleList(Module... modules) {
    this(List.of(modules));
  }

  public ModuleList(List<? extends Module> modules) {
    super(modules);
  }

  /** Adds a module at the end. */
  public void append(Module module) {
    add(module);
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    throw new IllegalStateException(
        "a ModuleList cannot be called: call its members, or use a Sequential");
  }
}
